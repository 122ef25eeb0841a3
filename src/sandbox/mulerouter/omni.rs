//! `kling-v3-omni` (vendors.md §1.4): what differs from `kling-v3`.

use super::super::cut::Names;
use super::super::dialect::Refusal;
use super::super::fields::Fields;
use super::super::order::{Judged, Quality, Shape};
use super::super::pictures::Given;
use super::elements;
use super::v3::{self, FIELDS_OF_BOTH, Model};

const MODEL_NAME: &str = "kling-v3-omni";
const FIELDS_OF_TEXT: [&str; 5] = ["model_name", "aspect_ratio", "first_frame", "last_frame", "elements"];
const FIELDS_OF_IMAGE: [&str; 6] = ["model_name", "aspect_ratio", "first_frame", "last_frame", "elements", "images"];

/// Elements, images and frames together.
const INPUTS: usize = 7;
const ELEMENTS_BESIDE_FRAMES: usize = 3;
/// The maker's list prices: sound costs less here than on `kling-v3`.
const OMNI: Model = Model { default_quality: Quality::Pro, std: [84_000, 112_000], pro: [112_000, 140_000] };

/// The pictures of one request.
struct Inputs {
    first: Option<Given>,
    last: Option<Given>,
    elements: usize,
    images: usize,
}

impl Inputs {
    fn frames(&self) -> usize {
        usize::from(self.first.is_some()) + usize::from(self.last.is_some())
    }
}

pub fn judge_text(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_TEXT].concat())?;
    let inputs = judge_inputs(fields)?;
    finish(fields, inputs)
}

pub fn judge_image(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_IMAGE].concat())?;
    let inputs = judge_inputs(fields)?;
    if inputs.frames() == 0 && inputs.images == 0 {
        return Err(fields.bad("first_frame", "a frame or an image is required"));
    }
    if inputs.frames() > 0 && inputs.elements > ELEMENTS_BESIDE_FRAMES {
        let what = format!("at most {ELEMENTS_BESIDE_FRAMES} elements beside frames, not {}", inputs.elements);
        return Err(fields.bad("elements", what));
    }
    finish(fields, inputs)
}

pub fn judge_references(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_IMAGE].concat())?;
    let inputs = judge_inputs(fields)?;
    if inputs.images == 0 && inputs.elements == 0 {
        return Err(fields.bad("images", "an image or an element is required"));
    }
    if inputs.first.is_some() && inputs.last.is_some() && inputs.images > 1 {
        return Err(fields.bad("last_frame", "not beside first_frame and more than 1 image"));
    }
    finish(fields, inputs)
}

fn judge_inputs(fields: &Fields<'_>) -> Result<Inputs, Refusal> {
    if fields.text("model_name")?.is_some_and(|name| name != MODEL_NAME) {
        return Err(fields.bad("model_name", format!("must be {MODEL_NAME}")));
    }
    let first = elements::judge_picture(fields, "first_frame")?;
    let last = elements::judge_picture(fields, "last_frame")?;
    if last.is_some() && first.is_none() {
        return Err(fields.bad("last_frame", "needs a first_frame"));
    }
    let elements = elements::judge(fields, INPUTS)?;
    let images = elements::judge_pictures(fields, "images")?;
    let inputs = Inputs { first, last, elements, images };
    let sum = inputs.elements + inputs.images + inputs.frames();
    if sum > INPUTS {
        return Err(fields.bad("elements", format!("elements, images and frames: at most {INPUTS}, not {sum}")));
    }
    Ok(inputs)
}

fn finish(fields: &Fields<'_>, inputs: Inputs) -> Result<Judged, Refusal> {
    let ratio = v3::judge_ratio(fields)?;
    let shape = match (&inputs.first, ratio) {
        (Some(first), _) => Shape::of_frame(first),
        (None, Some(shape)) => shape,
        // Nullable on the page, but without a frame nothing else says the shape of images.
        (None, None) if inputs.images > 0 => {
            return Err(fields.bad("aspect_ratio", "field required without a first_frame"));
        }
        (None, None) => Shape::Wide,
    };
    let names = Names::Numbered { elements: inputs.elements, images: inputs.images };
    let judged = v3::judge_order(fields, &OMNI, shape, &names)?;
    Ok(Judged { first: inputs.first, last: inputs.last, ..judged })
}
