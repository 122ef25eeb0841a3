//! Looking at an order's pictures once more before anything is inserted: what was checked must be what is sent.

use std::collections::HashMap;
use std::sync::Arc;

use crate::library::Pictures;
use crate::media::measure::{self, MeasuredPicture};
use crate::model::image::{ImageRef, PictureState};
use crate::model::preflight::Facts;
use crate::model::{Task, Trouble};

use super::event::{Event, Verdict};
use super::images::Stamp;
use super::jobs::blocking;
use super::prepare::{is_prepared, judge, judge_again, local_pictures};
use super::submit::Order;

/// A picture as it was found.
#[derive(Debug)]
pub struct Seen {
    pub image: ImageRef,
    pub stamp: Option<Stamp>,
    pub state: PictureState,
}

/// Whether the pictures are still those that were measured.
pub struct Look {
    /// What each file looked like when it was measured.
    pub known: HashMap<ImageRef, Option<Stamp>>,
    pub pictures: Pictures,
    /// A changed file is asked about; headless it is judged afresh.
    pub asks: bool,
}

impl Look {
    pub async fn run(self, order: Order) -> Event {
        let (order, changed) = blocking(move || {
            let changed = self.changed(&order);
            (order, changed.map(|image| (image, self.asks, self.pictures)))
        })
        .await;
        match changed {
            None => Event::Judged { order: Box::new(order), verdict: Verdict::Unchanged },
            Some((image, true, _)) => Event::Judged { order: Box::new(order), verdict: Verdict::Changed { image } },
            Some((_, false, pictures)) => anew(order, pictures).await,
        }
    }

    fn changed(&self, order: &Order) -> Option<ImageRef> {
        let submission = order.submission.as_ref()?;
        // Judged without us (the command line's own measuring): nothing is known, and nothing was put away.
        let is_other = |image: &ImageRef| {
            let known = self.known.get(image).copied().flatten();
            known.is_none() || known != image.path().and_then(Stamp::of)
        };
        let mut named = submission.pictures().keys();
        if !is_prepared(submission, &self.pictures) {
            return named.next().cloned();
        }
        named.find(|image| is_other(image)).cloned()
    }
}

/// Measures, prepares and judges everything again.
pub async fn anew(order: Order, pictures: Pictures) -> Event {
    blocking(move || {
        let seen: Vec<Seen> = local_pictures(&order.draft).into_iter().map(|image| see(image, &pictures)).collect();
        let facts: Facts = seen.iter().map(|seen| (seen.image.clone(), seen.state.clone())).collect();
        let verdict = match judge(&order.draft, order.row, &facts) {
            Ok(submission) => Verdict::Clear { submission, seen },
            Err(trouble) => Verdict::Refused { trouble, seen },
        };
        Event::Judged { order: Box::new(order), verdict }
    })
    .await
}

/// Judges an old wish by the pictures that were sent with it.
pub async fn from_stored(order: Order, task: Task, pictures: Pictures) -> Event {
    blocking(move || {
        let verdict = match judge_again(&task, order.row, &pictures) {
            Ok(submission) => Verdict::Clear { submission, seen: Vec::new() },
            Err(trouble) => Verdict::Refused { trouble, seen: Vec::new() },
        };
        Event::Judged { order: Box::new(order), verdict }
    })
    .await
}

/// Measures one picture and puts its prepared bytes away. Blocks.
pub fn see(image: ImageRef, pictures: &Pictures) -> Seen {
    let Some(path) = image.path().map(Arc::<std::path::Path>::from) else {
        let state = PictureState::Unusable(Trouble::new("engine-no-local-picture"));
        return Seen { image, stamp: None, state };
    };
    // Taken before the bytes are read: a change in between shows as a change later.
    let stamp = Stamp::of(&path);
    let state = match measure::measure(&path) {
        Ok(found) => put_away(found, pictures),
        Err(error) => PictureState::Unusable(Trouble::from(&error)),
    };
    Seen { image, stamp, state }
}

fn put_away(found: MeasuredPicture, pictures: &Pictures) -> PictureState {
    if let Some(bytes) = &found.prepared_bytes
        && let Err(error) = pictures.put(bytes)
    {
        return PictureState::Unusable(Trouble::from(&error));
    }
    PictureState::Measured(found.measured)
}
