//! One picture at one place: its facts against the row's limits (vendors.md §1.6). Frames, references and elements
//! share these rules.

use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::capabilities::PictureLimits;
use crate::model::image::{ColorKind, ImageRef, Measured, PictureFacts, PictureState, Prepared};
use crate::model::repair::{self, Repair, Reshape};
use crate::model::slot::Slot;

pub(super) fn judge(case: &Case<'_>, place: Place, image: &ImageRef, out: &mut Vec<Finding>) {
    match (image, case.facts.get(image)) {
        (ImageRef::Url(url), _) => out.push(judge_link(place, url)),
        (ImageRef::File(_), Some(PictureState::Measured(measured))) => judge_measured(case, place, measured, out),
        (ImageRef::File(_), Some(PictureState::Unusable(why))) => {
            let finding = Finding::new(Severity::Error, place, rules::PICTURE_UNUSABLE).because(why.clone());
            out.push(match dropping(place) {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
        }
        // A picture nobody has looked at yet is as good as one that is being measured.
        (ImageRef::File(_), Some(PictureState::Measuring) | None) => {
            out.push(Finding::new(Severity::Error, place, rules::PICTURE_MEASURING));
        }
    }
}

/// Nothing can be made of the picture, but the draft can do without it.
fn dropping(place: Place) -> Option<Fix> {
    Some(match place.picture()? {
        Slot::Frame(_) => Fix::DropFrame(place),
        Slot::Reference(i) => Fix::DropReference(i),
        Slot::Element(i, j) => Fix::DropElementImage(i, j),
    })
}

/// A web address: the vendor fetches it, so only its form can be judged.
pub(super) fn judge_link(place: Place, address: &str) -> Finding {
    let (severity, rule) = match url::Url::parse(address) {
        Ok(url) if url.scheme() == "https" && url.has_host() => (Severity::Note, rules::LINK_NOT_CHECKED),
        Ok(url) if url.scheme() == "http" => (Severity::Error, rules::LINK_NOT_HTTPS),
        // A video is never sent from a file (vendors.md §1.6).
        Ok(_) | Err(_) if matches!(place, Place::ElementVideo(..)) => (Severity::Error, rules::VIDEO_LINK_BROKEN),
        Ok(_) | Err(_) => (Severity::Error, rules::LINK_BROKEN),
    };
    Finding::new(severity, place, rule).with("link", address)
}

fn judge_measured(case: &Case<'_>, place: Place, measured: &Measured, out: &mut Vec<Finding>) {
    let limits = &case.row.caps.pictures;
    let fixes = repairs(place, &measured.facts, limits);
    let errors: Vec<Finding> = [
        judge_kind(place, &measured.facts),
        judge_bytes(place, measured.facts.bytes, limits),
        judge_sides(place, &measured.facts, limits),
        judge_stretch(place, &measured.facts, limits),
    ]
    .into_iter()
    .flatten()
    .map(|finding| finding.fixes(fixes.clone()))
    .collect();
    let is_sendable = measured.prepared.as_ref().is_some_and(|prepared| keeps(prepared, limits));
    if errors.is_empty() && !is_sendable {
        out.push(Finding::new(Severity::Error, place, rules::PICTURE_UNPREPARED));
    }
    out.extend(errors);
    for rule in conversions(&measured.facts) {
        let finding = Finding::new(Severity::Warning, place, rule);
        out.push(if rule == rules::PICTURE_ALPHA {
            finding.fixes(grounds(place, &measured.facts, limits))
        } else {
            finding
        });
    }
}

/// Whatever is wrong with a picture, one click puts all of it right. A shape is put right in two ways, the one that
/// keeps more first.
fn repairs(place: Place, facts: &PictureFacts, limits: &PictureLimits) -> Vec<Fix> {
    let safe = repair::plan(facts, limits);
    let others = [Reshape::Pad, Reshape::Crop].map(|way| repair::plan_by(way, facts, limits));
    let mut ways: Vec<Vec<Repair>> = Vec::new();
    for way in std::iter::once(safe).chain(others) {
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways.into_iter().map(|repairs| Fix::RepairPicture { place, repairs }).collect()
}

/// The grounds that a transparent picture is laid on at a click.
fn grounds(place: Place, facts: &PictureFacts, limits: &PictureLimits) -> [Fix; 2] {
    [repair::WHITE, repair::BLACK]
        .map(|color| Fix::RepairPicture { place, repairs: repair::plan_ground(color, facts, limits) })
}

/// Format, animation and colour: what the vendor cannot read at all.
fn judge_kind(place: Place, facts: &PictureFacts) -> Option<Finding> {
    let rule = if !facts.format.is_legal() {
        rules::PICTURE_FORMAT
    } else if facts.is_animated {
        rules::PICTURE_ANIMATED
    } else if facts.color == ColorKind::Cmyk {
        rules::PICTURE_CMYK
    } else {
        return None;
    };
    Some(Finding::new(Severity::Error, place, rule).with("found", facts.format.name()))
}

fn judge_bytes(place: Place, bytes: u64, limits: &PictureLimits) -> Option<Finding> {
    let finding = || {
        Finding::new(Severity::Error, place, rules::PICTURE_TOO_LARGE)
            .with("measured", bytes)
            .with("limit", limits.max_bytes)
            .with("measured_mb", (bytes as f64 / 10_000.0).ceil() / 100.0)
            .with("limit_mb", limits.max_bytes as f64 / 1_000_000.0)
            .with("loose_limit", loose(limits.max_bytes))
            .with("keeps", if bytes <= loose(limits.max_bytes) { "loose" } else { "none" })
    };
    (bytes > limits.max_bytes).then(finding)
}

/// The same megabytes, of 1,048,576 bytes each.
fn loose(limit: u64) -> u64 {
    limit / 1_000_000 * (1 << 20)
}

fn judge_sides(place: Place, facts: &PictureFacts, limits: &PictureLimits) -> Option<Finding> {
    let short = facts.width.min(facts.height);
    let finding = || {
        Finding::new(Severity::Error, place, rules::PICTURE_TOO_SMALL)
            .with("measured", short)
            .with("limit", limits.min_side)
            .with("width", facts.width)
            .with("height", facts.height)
    };
    (short < limits.min_side).then(finding)
}

fn judge_stretch(place: Place, facts: &PictureFacts, limits: &PictureLimits) -> Option<Finding> {
    let stretch = facts.stretch();
    let finding = || {
        Finding::new(Severity::Error, place, rules::PICTURE_TOO_STRETCHED)
            // Rounded up, so that what is over the limit also reads so.
            .with("measured", (stretch * 100.0).ceil() / 100.0)
            .with("limit", limits.max_stretch)
            .with("width", facts.width)
            .with("height", facts.height)
    };
    (stretch > limits.max_stretch).then(finding)
}

/// What preparing changes in a legal picture, so that nobody is surprised.
fn conversions(facts: &PictureFacts) -> impl Iterator<Item = &'static str> {
    [
        (facts.has_alpha, rules::PICTURE_ALPHA),
        (facts.bits > 8, rules::PICTURE_DEEP),
        (facts.color == ColorKind::Palette, rules::PICTURE_PALETTE),
        (facts.has_foreign_profile, rules::PICTURE_PROFILE),
    ]
    .into_iter()
    .filter(|_| facts.format.is_legal())
    .filter_map(|(is_so, rule)| is_so.then_some(rule))
}

/// The bytes that would be sent keep the limits as well.
fn keeps(prepared: &Prepared, limits: &PictureLimits) -> bool {
    let (long, short) = (prepared.width.max(prepared.height), prepared.width.min(prepared.height));
    prepared.bytes <= limits.max_bytes
        && short >= limits.min_side
        && f64::from(long) <= limits.max_stretch * f64::from(short)
        && prepared.format.is_legal()
}
