//! How much SDKs take of a machine: each does the same so often, in turn with the others, so that whatever else the machine
//! does slows all of them.

use super::adapter::{AdapterError, Outcome};
use super::kit::{Kit, Patience, order, query};
use super::protocol::{Said, Sdk, Task, base64};
use super::told;
use crate::keys::Platform;

/// What is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repeated {
    /// An order is placed. From the second time on it is the same again, which the service takes.
    Order,
    /// That order is asked for.
    Query,
    /// A notification of a payment is verified, opened and read.
    Notification,
}

impl Repeated {
    /// All of it.
    pub const ALL: [Self; 3] = [Self::Order, Self::Query, Self::Notification];
}

/// How fast an SDK is.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Who.
    pub sdk: Sdk,
    /// Of what.
    pub of: Repeated,
    /// Milliseconds that one took, in each round.
    pub wall: Vec<f64>,
    /// Milliseconds of the processor that the SDK's process needed for one, in each round.
    pub cpu: Vec<f64>,
}

/// Has each SDK do all of it `times` times in each of so many rounds, after one that warms it up.
pub fn paces(commands: &[String], times: u32, rounds: usize) -> Result<Vec<Pace>, AdapterError> {
    let start = |command: &String| Kit::start(command, Platform::both(), patience());
    let mut kits = commands.iter().map(start).collect::<Result<Vec<_>, _>>()?;
    let mut paces = Vec::new();
    for of in Repeated::ALL {
        let tasks: Vec<Task> = kits.iter().map(|kit| task(kit, of)).collect();
        let first = paces.len();
        paces.extend(kits.iter().map(|kit| Pace { sdk: kit.sdk.clone(), of, wall: Vec::new(), cpu: Vec::new() }));
        for round in 0..=rounds {
            for ((kit, task), pace) in kits.iter_mut().zip(&tasks).zip(&mut paces[first..]) {
                let (wall, cpu) = once(kit, times, task)?;
                if round > 0 {
                    pace.wall.push(wall);
                    pace.cpu.push(cpu);
                }
            }
        }
    }
    Ok(paces)
}

/// A round takes as long as it takes.
fn patience() -> Patience {
    Patience { task: std::time::Duration::from_secs(300), ..Patience::default() }
}

fn task(kit: &Kit, of: Repeated) -> Task {
    const NUMBER: &str = "PACE0001";
    match of {
        Repeated::Order => order(NUMBER, "coffee"),
        Repeated::Query => query(NUMBER),
        Repeated::Notification => {
            let notification = kit.gateway.notification("TRANSACTION.SUCCESS", "https://example.com/notify");
            let letter = kit.gateway.letter(&notification, None);
            Task::Notification { headers: letter.headers, body: base64(&letter.body) }
        }
    }
}

/// Milliseconds for each, and milliseconds of the processor.
fn once(kit: &mut Kit, times: u32, task: &Task) -> Result<(f64, f64), AdapterError> {
    match kit.run(&Task::Repeat { times, task: Box::new(task.clone()) }) {
        Outcome::Said(Said::Repeated { wall_ms, cpu_ms }) => {
            let times = f64::from(times.max(1));
            Ok((wall_ms / times, cpu_ms / times))
        }
        outcome => {
            let Sdk { sdk, .. } = &kit.sdk;
            Err(AdapterError(format!("{sdk} does not repeat it: {}", told(&outcome))))
        }
    }
}
