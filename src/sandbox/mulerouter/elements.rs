//! Elements and pictures as they travel: inline, or as a web address (vendors.md §1.6, 1.7).

use super::super::dialect::Refusal;
use super::super::fields::Fields;
use super::super::pictures::{self, Given, PictureRules};

const REFERENCE_IMAGES: usize = 3;
// 10 MB, read the strict way: what passes here passes a vendor that counts in 1,048,576s too.
const PICTURES: PictureRules = PictureRules { max_bytes: 10_000_000, min_side: 300, max_ratio_tenths: 25 };

/// How many elements there are, all of them whole.
pub fn judge(fields: &Fields<'_>, max: usize) -> Result<usize, Refusal> {
    let Some(items) = fields.list("elements")? else { return Ok(0) };
    if items.len() > max {
        return Err(fields.bad("elements", format!("at most {max} elements, not {}", items.len())));
    }
    for (i, item) in items.iter().enumerate() {
        let element = Fields::of(item, format!("elements[{i}]"))?;
        let kind = element.word("type", &["image", "video"])?;
        match element.required("type", kind)? {
            "video" => judge_video_element(&element)?,
            _ => judge_image_element(&element)?,
        }
    }
    Ok(items.len())
}

fn judge_image_element(element: &Fields<'_>) -> Result<(), Refusal> {
    element.only(&["type", "frontal_image", "reference_images"])?;
    element.required("frontal_image", judge_picture(element, "frontal_image")?)?;
    let references = element.required("reference_images", element.list("reference_images")?)?;
    if references.len() > REFERENCE_IMAGES {
        let what = format!("at most {REFERENCE_IMAGES} images, not {}", references.len());
        return Err(element.bad("reference_images", what));
    }
    judge_pictures(element, "reference_images").map(drop)
}

fn judge_video_element(element: &Fields<'_>) -> Result<(), Refusal> {
    element.only(&["type", "reference_videos"])?;
    let videos = element.required("reference_videos", element.list("reference_videos")?)?;
    for (i, video) in videos.iter().enumerate() {
        let place = format!("reference_videos[{i}]");
        let text = video.as_str().ok_or_else(|| element.bad(&place, "must be a string"))?;
        pictures::judge_address(text).map_err(|what| element.bad(&place, what))?;
    }
    Ok(())
}

/// How many plain pictures there are.
pub fn judge_pictures(fields: &Fields<'_>, key: &str) -> Result<usize, Refusal> {
    let Some(items) = fields.list(key)? else { return Ok(0) };
    for (i, item) in items.iter().enumerate() {
        let place = format!("{key}[{i}]");
        let text = item.as_str().ok_or_else(|| fields.bad(&place, "must be a string"))?;
        pictures::judge(text, &PICTURES).map_err(|what| fields.bad(&place, what))?;
    }
    Ok(items.len())
}

pub fn judge_picture(fields: &Fields<'_>, key: &str) -> Result<Option<Given>, Refusal> {
    let Some(text) = fields.text(key)? else { return Ok(None) };
    pictures::judge(text, &PICTURES).map(Some).map_err(|what| fields.bad(key, what))
}
