//! So many requests in a span, and not one more: exact over any span, not on average.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// When the last requests were made.
pub struct Bucket {
    requests: usize,
    span: Duration,
    made: VecDeque<Instant>,
}

impl Bucket {
    pub fn new(requests: u32, span: Duration) -> Self {
        Self { requests: requests.max(1) as usize, span, made: VecDeque::new() }
    }

    /// Whether both allow the same.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.requests, self.span) == (other.requests, other.span)
    }

    /// When the next request may be made; `None` is: at once.
    pub fn opens_at(&self) -> Option<Instant> {
        let oldest = self.made.len().checked_sub(self.requests)?;
        self.made.get(oldest).map(|made_at| *made_at + self.span)
    }

    /// A request is made. Uploads that belong to one task may overdraw it; the next one waits the longer.
    pub fn take(&mut self, now: Instant) {
        self.made.push_back(now);
        while self.made.len() > self.requests {
            self.made.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_no_span_are_more_requests_than_allowed() {
        let span = Duration::from_secs(10);
        let mut bucket = Bucket::new(20, span);
        let begun = Instant::now();
        let mut now = begun;
        let mut made = Vec::new();
        for _ in 0..100 {
            now = now.max(bucket.opens_at().unwrap_or(now));
            bucket.take(now);
            made.push(now);
            now += Duration::from_millis(30);
        }
        for (at, first) in made.iter().enumerate() {
            let within = made[at..].iter().filter(|later| **later < *first + span).count();
            assert!(within <= 20, "{within} from {:?} on", *first - begun);
        }
        assert!(made[99] - begun < Duration::from_secs(42), "and hardly fewer: {:?}", made[99] - begun);
    }

    #[test]
    fn an_empty_bucket_says_when_it_is_open() {
        let mut bucket = Bucket::new(2, Duration::from_secs(10));
        let now = Instant::now();
        assert_eq!(bucket.opens_at(), None);
        bucket.take(now);
        assert_eq!(bucket.opens_at(), None);
        bucket.take(now + Duration::from_secs(1));
        assert_eq!(bucket.opens_at(), Some(now + Duration::from_secs(10)));
    }
}
