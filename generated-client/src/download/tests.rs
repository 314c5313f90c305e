use std::sync::Mutex;

use http::HeaderMap;

use super::*;
use crate::retry::RetryClass;

const MINUTE: Duration = Duration::from_secs(60);

/// Each part is the URL of its link, and the time of a part is as long as is said.
struct Parts {
    now: Mutex<Duration>,
    takes: Duration,
}

impl Parts {
    fn taking(takes: Duration) -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(MINUTE), takes })
    }

    /// The parts of a file in order.
    fn download(self: &Arc<Self>, names: &[&'static str]) -> Download {
        let rest = names[1..].iter().map(|name| Link::new(*name)).collect();
        let download = Download::new(Arc::clone(self) as Arc<dyn Opens>, part(names[0], true), rest, self.monotonic());
        *self.now.lock().unwrap() += self.takes;
        download
    }
}

impl Opens for Parts {
    fn open<'a>(&'a self, link: &'a Link) -> Pin<Box<dyn Future<Output = Result<Part, Error>> + Send + 'a>> {
        *self.now.lock().unwrap() += self.takes;
        Box::pin(std::future::ready(Ok(part(link.url().to_owned(), true))))
    }

    fn monotonic(&self) -> Duration {
        *self.now.lock().unwrap()
    }
}

fn part(file: impl Into<Bytes>, has_end: bool) -> Part {
    let head = RawAnswer::new(200, HeaderMap::new(), Bytes::new());
    let context = Context::new("GET", "/".into(), RetryClass::Read, 1);
    let (body, pipeline) = (Body::from(file.into()), Pipeline::new(None, None));
    Part { body, pipeline, head, context, has_end, idle: MINUTE }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("it can be made").block_on(work)
}

/// What comes of three parts that take so long each, and how often their links were asked for anew.
fn renewed(takes: Duration, names: &[&'static str]) -> (Bytes, u32) {
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    let links: Vec<Link> = names.iter().map(|name| Link::new(name.to_uppercase())).collect();
    let download = Parts::taking(takes).download(names).renew_links(move || {
        *count.lock().unwrap() += 1;
        std::future::ready(Ok(links.clone()))
    });
    let file = run(download.bytes()).expect("all parts come");
    let asked = *asked.lock().unwrap();
    (file, asked)
}

/// They are good for five minutes.
#[test]
fn links_are_asked_for_anew_after_more_than_four_minutes() {
    let parts = ["a", "b", "c"];
    assert_eq!(renewed(MINUTE, &parts), (Bytes::from("abc"), 0));
    assert_eq!(renewed(2 * MINUTE, &parts), (Bytes::from("abc"), 0), "the last begins after four");
    assert_eq!(renewed(3 * MINUTE, &parts), (Bytes::from("abC"), 1));
    assert_eq!(renewed(4 * MINUTE + Duration::from_millis(1), &parts), (Bytes::from("aBC"), 2));
}

/// It would be in vain, and may fail.
#[test]
fn links_are_not_asked_for_anew_when_no_part_is_left() {
    assert_eq!(renewed(10 * MINUTE, &["a"]), (Bytes::from("a"), 0));
}

#[test]
fn a_file_may_be_as_large_as_the_limit() {
    let download = || Parts::taking(MINUTE).download(&["12345", "67890"]);
    assert_eq!(run(download().limit(10).bytes()).expect("it is within the limit"), "1234567890");
    match run(download().limit(9).bytes()) {
        Err(Error::TooLarge(error)) => assert_eq!(error.limit, 9),
        other => panic!("expected Error::TooLarge, got {other:?}"),
    }
}

#[test]
fn what_does_not_say_where_it_ends_and_has_no_digest_is_refused() {
    let download = |has_end| Download::new(Parts::taking(MINUTE), part("a", has_end), VecDeque::new(), MINUTE);
    download(true).check_end().expect("it says where it ends");
    assert!(matches!(download(false).check_end(), Err(Error::File { .. })));
}
