//! Nonces that were used before, as long as they matter.

use std::collections::HashMap;

/// For how many seconds a nonce is kept: longer than any timestamp stays good.
const KEPT: i64 = 900;

/// What each caller has used.
#[derive(Debug, Default)]
pub struct Nonces {
    seen: HashMap<(String, String), i64>,
    swept: i64,
}

impl Nonces {
    /// Whether a nonce is new; from now on it is not.
    pub fn is_new(&mut self, caller: &str, nonce: &str, now: i64) -> bool {
        if now.saturating_sub(self.swept) > KEPT {
            self.seen.retain(|_, at| now.saturating_sub(*at) <= KEPT);
            self.swept = now;
        }
        self.seen.insert((caller.to_owned(), nonce.to_owned()), now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_new_once_for_each_caller() {
        let mut nonces = Nonces::default();
        assert!(nonces.is_new("a", "1", 1_000));
        assert!(nonces.is_new("b", "1", 1_000));
        assert!(!nonces.is_new("a", "1", 1_600));
        assert!(nonces.is_new("a", "2", 3_000));
        assert_eq!(nonces.seen.len(), 1, "what is old is not kept");
    }
}
