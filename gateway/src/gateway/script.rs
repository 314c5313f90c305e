//! What a test says to answer.

use std::fmt;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::state::State;
use crate::api::Operation;
use crate::check::Checked;
use crate::http::Request;
use crate::reply::Reply;

type Handler = Arc<dyn Fn(&Checked) -> Reply + Send + Sync>;

/// The requests to a path, or to an operation by its template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    method: String,
    path: String,
}

impl Route {
    pub(super) fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned() }
    }

    pub(super) fn takes(&self, request: &Request, operation: Option<&Operation>) -> bool {
        let is_operation = operation.is_some_and(|one| one.template() == self.path && one.method() == self.method);
        is_operation || (request.method == self.method && request.path() == self.path)
    }
}

struct Step {
    route: Route,
    handler: Handler,
    /// How many more requests it answers; without a number, all of them.
    left: Option<usize>,
}

/// The steps of all routes, in the order in which the test gave them.
#[derive(Default)]
pub(super) struct Scripts(Mutex<Vec<Step>>);

impl fmt::Debug for Scripts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripts")
    }
}

impl Scripts {
    /// What the test says to this request.
    pub(super) fn reply(&self, request: &Checked) -> Option<Reply> {
        let handler = {
            let mut steps = self.0.lock().expect("nothing panics while it looks for a step");
            let at = steps.iter().position(|step| step.route.takes(&request.request, request.operation))?;
            let handler = steps[at].handler.clone();
            match &mut steps[at].left {
                Some(1) => {
                    steps.remove(at);
                }
                Some(left) => *left -= 1,
                None => {}
            }
            handler
        };
        Some(handler(request))
    }

    fn add(&self, route: &Route, handler: Handler) {
        let mut steps = self.0.lock().expect("nothing panics while it looks for a step");
        // What would answer for ever gives way to what comes after it.
        steps.retain(|step| step.route != *route || step.left.is_some());
        steps.push(Step { route: route.clone(), handler, left: None });
    }

    fn limit(&self, route: &Route, times: usize) {
        let mut steps = self.0.lock().expect("nothing panics while it looks for a step");
        if let Some(at) = steps.iter().rposition(|step| step.route == *route) {
            if times == 0 {
                steps.remove(at);
            } else {
                steps[at].left = Some(times);
            }
        }
    }

    fn clear(&self, route: &Route) {
        self.0.lock().expect("nothing panics while it looks for a step").retain(|step| step.route != *route);
    }
}

/// What to answer to the requests of a route that are right, one step after the other.
///
/// A step answers every request, until another one is given; with [`times`](Self::times), so many. When all steps are
/// spent, the gateway answers by itself again.
#[derive(Clone, Debug)]
pub struct Script<'g> {
    state: &'g State,
    route: Route,
}

impl<'g> Script<'g> {
    pub(super) fn new(state: &'g State, method: &str, path: &str) -> Self {
        Self { state, route: Route::new(method, path) }
    }

    /// Answers 200 with this JSON.
    pub fn reply(&self, body: &Value) -> &Self {
        self.reply_with(Reply::json(body))
    }

    /// Answers with an error object.
    pub fn reply_error(&self, status: u16, code: &str, message: &str) -> &Self {
        self.reply_with(Reply::error(status, code, message))
    }

    /// Answers with this.
    pub fn reply_with(&self, reply: Reply) -> &Self {
        self.with(move |_| reply.clone())
    }

    /// Answers with these, one after the other; the last one stays. What was said before goes.
    ///
    /// ```
    /// # async fn f() {
    /// use serde_json::json;
    /// use wechatpay_gateway::fault::Fault;
    /// use wechatpay_gateway::{Gateway, Reply};
    ///
    /// let gateway = Gateway::start().await;
    /// let order = || Reply::json(&json!({"prepay_id": "wx1"}));
    /// let orders = gateway.on_path("POST", "/v3/pay/transactions/jsapi");
    /// orders.replies([Reply::error(500, "SYSTEM_ERROR", "系统异常"), order().fault(Fault::WRONG_SIGNATURE), order()]);
    /// # }
    /// ```
    pub fn replies(&self, replies: impl IntoIterator<Item = Reply>) -> &Self {
        self.reset();
        let mut replies = replies.into_iter().peekable();
        while let Some(reply) = replies.next() {
            self.reply_with(reply);
            if replies.peek().is_some() {
                self.times(1);
            }
        }
        self
    }

    /// Answers as a function says.
    pub fn with(&self, handler: impl Fn(&Checked) -> Reply + Send + Sync + 'static) -> &Self {
        self.state.scripts.add(&self.route, Arc::new(handler));
        self
    }

    /// The last step answers this many requests.
    pub fn times(&self, times: usize) -> &Self {
        self.state.scripts.limit(&self.route, times);
        self
    }

    /// Takes all steps back.
    pub fn reset(&self) -> &Self {
        self.state.scripts.clear(&self.route);
        self
    }
}
