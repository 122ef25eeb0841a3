//! Repairing pictures: a worker makes the new one, the library keeps it, and it is measured before anybody sees it.

use std::path::Path;

use crate::library::Pictures;
use crate::media::repair;
use crate::model::Trouble;
use crate::model::image::ImageRef;
use crate::model::repair::{Repair, word};

use super::event::{Event, Job};
use super::jobs::blocking;
use super::judge::{Seen, see};
use super::run::Run;
use super::snapshot::RepairState;

impl Run {
    pub fn repair(&mut self, image: ImageRef, repairs: Vec<Repair>, ticket: u64) {
        self.screen.repair(ticket, RepairState::UnderWay);
        let (place, pictures) = (self.images.place(&image), self.library.pictures());
        self.jobs.spawn(Job::Repair { ticket }, async move {
            let _place = place.await;
            let repaired = blocking(move || repaired(&image, &repairs, &pictures)).await;
            Event::Repaired { ticket, repaired }
        });
    }

    pub fn on_repaired(&mut self, ticket: u64, repaired: Result<Seen, Trouble>) {
        let state = match repaired {
            Ok(Seen { image, stamp, state }) => {
                self.images.learn(image.clone(), stamp, state);
                self.screen.pictures_changed(&self.images);
                RepairState::Done(image)
            }
            Err(trouble) => RepairState::Failed(trouble),
        };
        self.screen.repair(ticket, state);
    }
}

/// Makes the new picture, keeps it, and measures it. Blocks.
fn repaired(image: &ImageRef, repairs: &[Repair], pictures: &Pictures) -> Result<Seen, Trouble> {
    let path = image.path().ok_or_else(|| Trouble::new("engine-no-local-picture"))?;
    let made = repair::repair(path, repairs)?;
    let name = name(path, repairs, made.format.ending());
    let kept = pictures.add_named(&made.bytes, &name).map_err(|error| Trouble::from(&error))?;
    drop(made);
    Ok(see(ImageRef::file(kept), pictures))
}

/// "dusk, cropped.jpg". A picture that was repaired before keeps its own name in front.
fn name(path: &Path, repairs: &[Repair], ending: &str) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let done = match word(repairs) {
        "crop" | "crop-all" => "cropped",
        "pad" | "pad-all" => "padded",
        "scale-up" => "larger",
        "fit" => "lighter",
        "flatten" | "flatten-white" | "flatten-black" => "on colour",
        _ => "converted",
    };
    let own = stem.strip_suffix(done).and_then(|stem| stem.strip_suffix(", ")).unwrap_or(&stem);
    format!("{own}, {done}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::repair::CropRect;

    #[test]
    fn a_new_picture_goes_by_the_old_ones_name_and_what_was_done() {
        let crop = [Repair::Crop(CropRect { x: 0, y: 0, width: 9, height: 9 })];
        let named = |path: &str| name(Path::new(path), &crop, "jpg");
        assert_eq!(named("/home/fox/dusk.webp"), "dusk, cropped.jpg");
        assert_eq!(named("dusk, cropped.jpg"), "dusk, cropped.jpg");
        assert_eq!(name(Path::new("狐.png"), &[Repair::Convert], "png"), "狐, converted.png");
    }
}
