//! What is written to one entry of the keyring is written in the order a person said it: each call has a thread of its
//! own, and a key that was forgotten must not take a new one with it.

use std::collections::HashMap;

use tokio::sync::oneshot;

/// The last who has a turn at each entry.
#[derive(Default)]
pub struct Turns {
    last: HashMap<String, oneshot::Receiver<()>>,
}

/// Its end, however it comes, is the beginning of the next.
pub struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _end: oneshot::Sender<()>,
}

impl Turns {
    pub fn at(&mut self, entry: &str) -> Turn {
        let (end, ended) = oneshot::channel();
        Turn { before: self.last.insert(entry.to_owned(), ended), _end: end }
    }
}

impl Turn {
    /// Waits until everybody before it is through.
    pub async fn comes(&mut self) {
        if let Some(before) = self.before.take() {
            // Nobody ever says a word: its end is that it is dropped.
            let _ = before.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[tokio::test]
    async fn turns_come_in_the_order_of_asking_whoever_starts_first() {
        let mut turns = Turns::default();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let works = ["forget", "write", "forget again"].map(|word| {
            let (mut turn, heard) = (turns.at("acme https://api.acme.example"), Arc::clone(&heard));
            async move {
                turn.comes().await;
                tokio::task::yield_now().await;
                heard.lock().unwrap().push(word);
            }
        });
        let [first, second, third] = works.map(Box::pin);
        let third = tokio::spawn(third);
        let second = tokio::spawn(second);
        tokio::task::yield_now().await;
        turns.at("acme https://elsewhere.example").comes().await;
        assert!(heard.lock().unwrap().is_empty(), "another entry waits for none of them");
        first.await;
        second.await.unwrap();
        third.await.unwrap();
        assert_eq!(*heard.lock().unwrap(), ["forget", "write", "forget again"]);
    }

    #[tokio::test]
    async fn a_turn_that_broke_down_lets_the_next_one_in() {
        let mut turns = Turns::default();
        drop(turns.at("entry"));
        let mut next = turns.at("entry");
        next.comes().await;
        assert!(next.before.is_none());
    }
}
