//! A record of notifications in Redis: one key each, which is gone after two days.

use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands as _, RedisError};
use wechatpay_client::notification::{Seen, Sighting};

/// How long one may be worked on, in seconds.
const LEASE: u64 = 60;
/// How long it is remembered: WeChat Pay sends for a day and four minutes.
const MEMORY: u64 = 2 * 24 * 60 * 60;

/// In one step, so that nobody is done between the look and the end of it.
const FORGET: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
const IN_WORK: &str = "in work";
const DONE: &str = "done";

/// A record in Redis, which all instances of a shop have in common.
#[derive(Clone, Debug)]
pub struct InRedis(MultiplexedConnection);

impl InRedis {
    /// Such as `redis://127.0.0.1/`, or `redis+unix:///run/redis.sock`.
    pub async fn connect(url: &str) -> Result<Self, RedisError> {
        redis::Client::open(url)?.get_multiplexed_async_connection().await.map(Self)
    }
}

fn key(id: &str) -> String {
    format!("wechatpay:notification:{id}")
}

impl Seen for InRedis {
    type Error = RedisError;

    async fn seen(&self, id: &str) -> Result<Sighting, RedisError> {
        let mut redis = self.0.clone();
        // One command, so that of two who ask at once one alone is the first.
        let mut set = redis::cmd("SET");
        let new: Option<String> =
            set.arg(key(id)).arg(IN_WORK).arg("NX").arg("EX").arg(LEASE).query_async(&mut redis).await?;
        if new.is_some() {
            return Ok(Sighting::First);
        }
        let state: Option<String> = redis.get(key(id)).await?;
        // One that has just been given up comes again.
        Ok(if state.as_deref() == Some(DONE) { Sighting::Done } else { Sighting::InWork })
    }

    async fn done(&self, id: &str) -> Result<(), RedisError> {
        self.0.clone().set_ex(key(id), DONE, MEMORY).await
    }

    async fn forget(&self, id: &str) -> Result<(), RedisError> {
        redis::cmd("EVAL").arg(FORGET).arg(1).arg(key(id)).arg(IN_WORK).query_async(&mut self.0.clone()).await
    }
}
