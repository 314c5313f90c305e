//! A record of notifications in Redis: one key each, which is gone after two days.

use redis::aio::ConnectionManager;
use redis::{Cmd, FromRedisValue, RedisError};
use wechatpay_client::notification::{Claim, Ending, Seen, Sighting};

use crate::beside;

/// How long one may be worked on, in seconds.
const LEASE: u64 = 60;
/// How long it is remembered: WeChat Pay sends for a day and four minutes.
const MEMORY: u64 = 2 * 24 * 60 * 60;
/// What stands in place of a token once it is done: no token has blanks.
const DONE: &str = "it is done";

/// In one step, so that nobody takes it between the look and the end of it.
const END: &str = "
    local state = redis.call('GET', KEYS[1])
    if state and state ~= ARGV[1] and state ~= ARGV[2] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
    return 1";
const RELEASE: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

/// A record in Redis, which all instances of a shop have in common. It connects anew where the connection is lost.
#[derive(Clone)]
pub struct InRedis(ConnectionManager);

impl InRedis {
    /// Such as `redis://127.0.0.1/`, or `redis+unix:///run/redis.sock`.
    pub async fn connect(url: &str) -> Result<Self, RedisError> {
        redis::Client::open(url)?.get_connection_manager().await.map(Self)
    }

    /// Asks once more where the connection was lost: each command may be sent twice, as its token is its own.
    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisError> {
        match command.query_async(&mut self.0.clone()).await {
            Err(error) if error.is_io_error() || error.is_connection_dropped() => {
                command.query_async(&mut self.0.clone()).await
            }
            answer => answer,
        }
    }
}

fn key(id: &str) -> String {
    format!("wechatpay:notification:{id}")
}

impl Seen for InRedis {
    type Error = RedisError;

    async fn seen(&self, claim: &Claim) -> Result<Sighting, RedisError> {
        // One command, so that of two who ask at once one alone is the first.
        let mut set = redis::cmd("SET");
        set.arg(key(claim.id())).arg(claim.token()).arg("NX").arg("EX").arg(LEASE);
        if self.ask::<Option<String>>(&set).await?.is_some() {
            return Ok(Sighting::First);
        }
        let state: Option<String> = self.ask(redis::cmd("GET").arg(key(claim.id()))).await?;
        Ok(match state.as_deref() {
            Some(DONE) => Sighting::Done,
            Some(token) if token == claim.token() => Sighting::First,
            // One that has just been given up comes again.
            _ => Sighting::InWork,
        })
    }

    async fn done(&self, claim: &Claim) -> Result<bool, RedisError> {
        let mut end = redis::cmd("EVAL");
        self.ask(end.arg(END).arg(1).arg(key(claim.id())).arg(claim.token()).arg(DONE).arg(MEMORY)).await
    }

    async fn release(&self, claim: &Claim) -> Result<(), RedisError> {
        let mut release = redis::cmd("EVAL");
        self.ask(release.arg(RELEASE).arg(1).arg(key(claim.id())).arg(claim.token())).await
    }

    fn cut_off(&self, claim: Claim, ending: Ending) {
        beside::end(self.clone(), claim, ending);
    }
}
