//! What a task may hold (vendors.md §3.2).

use url::{Host, Url};

use super::super::cut::{self, CutRules, Kind, Names, Numbering, Presence};
use super::super::dialect::{Bill, Refusal};
use super::super::fields::Fields;
use super::super::named::{self, NamedRules};
use super::super::order::{Judged, Order, Quality, Shape};
use super::super::uploads::Uploads;

pub const MODEL: &str = "kling/v3";
pub const FIELDS: [&str; 12] = [
    "multi_shots",
    "prompt",
    "shot_type",
    "img_urls",
    "multi_prompt",
    "mode",
    "duration",
    "aspect_ratio",
    "audio",
    "element_list",
    "input_compliance",
    "output_compliance",
];
pub const MODES: [&str; 2] = ["std", "pro"];
pub const RATIOS: [&str; 3] = ["16:9", "9:16", "1:1"];

const SECONDS: std::ops::RangeInclusive<i64> = 3..=15;
const DEFAULT_SECONDS: i64 = 5;
const IMAGES: usize = 2;
// Its page gives no lengths: those of the whole Kling family (L).
const CUT: CutRules = CutRules {
    flag: "multi_shots",
    presence: Presence::Required,
    max_shots: 6,
    prompt_chars: 2500,
    shot_prompt_chars: 512,
    numbering: Numbering::None,
};
const ELEMENTS: NamedRules = NamedRules {
    field: "element_list",
    urls: "element_image_urls",
    max: 3,
    images: 1..=4,
    description: Presence::Optional,
};

pub fn judge(body: &Fields<'_>, uploads: &Uploads) -> Result<Judged, Refusal> {
    body.only(&["model", "callback_url", "input"])?;
    let model = body.required("model", body.text("model")?)?;
    if model != MODEL {
        return Err(body.bad("model", format!("no such model: {model:?}")));
    }
    if let Some(address) = body.text("callback_url")? {
        judge_callback(address).map_err(|what| body.bad("callback_url", what))?;
    }
    let input = body.required("input", body.object("input")?)?;
    input.only(&FIELDS)?;
    for switch in ["input_compliance", "output_compliance"] {
        input.word(switch, &["enabled", "disabled"])?;
    }
    judge_input(&input, uploads)
}

fn judge_input(input: &Fields<'_>, uploads: &Uploads) -> Result<Judged, Refusal> {
    // The first thing its server looks for.
    input.required("multi_shots", input.boolean("multi_shots")?)?;
    let quality = match input.word("mode", &MODES)? {
        Some("std") => Quality::Std,
        Some(_) | None => Quality::Pro,
    };
    let seconds = cut::judge_seconds(input, &SECONDS, DEFAULT_SECONDS)?;
    let elements = named::judge(input, &ELEMENTS, uploads)?;
    let urls = input.list("img_urls")?.map_or(&[][..], Vec::as_slice);
    if urls.len() > IMAGES {
        return Err(input.bad("img_urls", format!("at most {IMAGES} images, not {}", urls.len())));
    }
    let mut images = named::judge_addresses(input, "img_urls", urls, uploads)?.into_iter();
    let cut = cut::judge(input, &CUT, seconds, &Names::Written { elements, images: 0 })?;
    if cut.kind == Kind::Several && urls.len() != 1 {
        let what = format!("exactly 1 image when multi_shots is true, not {}", urls.len());
        return Err(input.bad("img_urls", what));
    }
    let (first, last) = (images.next(), images.next());
    let ratio = input.word("aspect_ratio", &RATIOS)?;
    let shape = match &first {
        // Ignored beside images.
        Some(first) => Shape::of_frame(first),
        None => Shape::of_word(input.required("aspect_ratio", ratio)?),
    };
    let wants_sound = input.boolean("audio")?.unwrap_or(false);
    // Forced, and charged so, whatever was asked.
    let sound = wants_sound || cut.kind == Kind::Several;
    let (width, height) = shape.size(quality);
    let order = Order { seconds, quality, sound, width, height, shots: cut.shots };
    Ok(Judged { order, rate: rate(quality, sound), first, last })
}

/// CRUN publishes no prices. These keep the maker's proportions, at 21 credits to its unit and 150 to the dollar, so
/// that a practice bill looks like one.
fn rate(quality: Quality, sound: bool) -> Bill {
    let (milli_credits, micro_usd) = match (quality, sound) {
        (Quality::Std, false) => (12_600, 84_000),
        (Quality::Std, true) => (18_900, 126_000),
        (Quality::Pro | Quality::Uhd, false) => (16_800, 112_000),
        (Quality::Pro | Quality::Uhd, true) => (25_200, 168_000),
    };
    Bill { micro_usd, milli_credits: Some(milli_credits) }
}

/// https, and a host that the vendor can reach.
fn judge_callback(address: &str) -> Result<(), &'static str> {
    let url = Url::parse(address).map_err(|_| "not a valid URL")?;
    let is_public = match url.host() {
        Some(Host::Domain(name)) => name != "localhost" && name.contains('.'),
        Some(Host::Ipv4(ip)) => !(ip.is_loopback() || ip.is_private() || ip.is_link_local()),
        Some(Host::Ipv6(ip)) => !ip.is_loopback(),
        None => false,
    };
    if url.scheme() == "https" && is_public { Ok(()) } else { Err("must be https, on a public host") }
}
