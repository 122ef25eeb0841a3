//! Opening the native window.

use std::sync::Arc;

use eframe::{EventLoopBuilderHook, NativeOptions, Renderer};
use egui::{Context, IconData, Vec2, ViewportBuilder, ViewportCommand};

use super::app::App;
use super::theme;
use crate::engine::{DisplayServer, Engine};
use crate::model::Language;

const ICON: &[u8] = include_bytes!("../../assets/icon.png");
const SIZE: [f32; 2] = [1280.0, 800.0];
const MIN_SIZE: [f32; 2] = [960.0, 600.0];

/// What the desktop's own bars and the title bar may take of a screen.
const AROUND: [f32; 2] = [0.0, 60.0];

/// Smaller than this nothing can be read, and a window larger than the screen is the lesser evil.
const SMALLEST_ZOOM: f32 = 0.5;

/// Tells the window that there is something new to see; from any thread.
pub type Wake = Box<dyn Fn() + Send + Sync>;

/// No window could be opened: there is no display, or no OpenGL on it.
#[derive(Debug, thiserror::Error)]
#[error("no window could be opened: {source}")]
pub struct WindowError {
    #[from]
    source: eframe::Error,
}

/// Opens the window and returns when it is closed. `start` is called once there is a window, with what wakes it.
pub fn run(display: DisplayServer, start: impl FnOnce(Wake) -> Engine) -> Result<(), WindowError> {
    let options = NativeOptions {
        viewport: viewport(),
        renderer: Renderer::Glow,
        event_loop_builder: event_loop(display),
        centered: true,
        ..NativeOptions::default()
    };
    let system = sys_locale::get_locale().map_or(Language::English, |locale| Language::of_locale(&locale));
    eframe::run_native(
        "Shotloom",
        options,
        Box::new(move |created| {
            theme::install(&created.egui_ctx);
            let ctx = created.egui_ctx.clone();
            let engine = start(Box::new(move || ctx.request_repaint()));
            Ok(Box::new(App::new(engine, crate::vendors::rows().collect(), system)))
        }),
    )?;
    Ok(())
}

/// On a screen too small for the window and its title bar, the window fills what there is: otherwise its lower edge,
/// and Generate with it, would lie below the screen. Where even the smallest window is larger than the screen (a small
/// screen at 200 %), everything is drawn smaller until it fits. True once the size of the screen is known.
pub fn fit_screen(ctx: &Context) -> bool {
    let Some(screen) = ctx.input(|input| input.viewport().monitor_size) else {
        return false;
    };
    if let Some(zoom) = zoom_to_fit(screen) {
        ctx.set_zoom_factor(zoom);
        // Sizes said in this frame are still in the points of this frame.
        ctx.send_viewport_cmd(ViewportCommand::MinInnerSize(Vec2::from(MIN_SIZE) * zoom));
    }
    if needs_all(screen) {
        ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
    }
    true
}

fn needs_all(screen: Vec2) -> bool {
    screen.x < SIZE[0] + AROUND[0] || screen.y < SIZE[1] + AROUND[1]
}

/// How much smaller everything is to be drawn for the smallest window to fit the screen; none where it fits already.
fn zoom_to_fit(screen: Vec2) -> Option<f32> {
    let room = screen / (Vec2::from(MIN_SIZE) + Vec2::from(AROUND));
    let zoom = room.min_elem();
    (zoom > 0.0 && zoom < 1.0).then(|| zoom.max(SMALLEST_ZOOM))
}

fn viewport() -> ViewportBuilder {
    let viewport = ViewportBuilder::default()
        .with_title("Shotloom")
        .with_app_id("shotloom")
        .with_inner_size(SIZE)
        .with_min_inner_size(MIN_SIZE)
        .with_drag_and_drop(true);
    match icon() {
        Some(icon) => viewport.with_icon(Arc::new(icon)),
        None => viewport,
    }
}

fn icon() -> Option<IconData> {
    let picture = image::load_from_memory(ICON).ok()?.into_rgba8();
    let (width, height) = picture.dimensions();
    Some(IconData { rgba: picture.into_raw(), width, height })
}

/// Files can be dropped on the window only over X11 (winit 0.30), so XWayland is taken where it runs.
#[cfg(target_os = "linux")]
fn event_loop(display: DisplayServer) -> Option<EventLoopBuilderHook> {
    use winit::platform::x11::EventLoopBuilderExtX11 as _;
    let is_x11_there = std::env::var_os("DISPLAY").is_some_and(|name| !name.is_empty());
    match display {
        DisplayServer::X11 if is_x11_there => Some(Box::new(|builder| {
            builder.with_x11();
        })),
        DisplayServer::X11 | DisplayServer::Wayland => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn event_loop(_display: DisplayServer) -> Option<EventLoopBuilderHook> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_screen_is_filled_and_a_large_one_is_not() {
        assert!(needs_all(Vec2::new(1280.0, 720.0)) && needs_all(Vec2::new(1366.0, 768.0)));
        assert!(!needs_all(Vec2::new(1440.0, 900.0)) && !needs_all(Vec2::new(1920.0, 1080.0)));
    }

    #[test]
    fn a_screen_smaller_than_the_smallest_window_is_drawn_smaller() {
        assert_eq!(zoom_to_fit(Vec2::new(1280.0, 720.0)), None);
        let at_200_percent = zoom_to_fit(Vec2::new(640.0, 360.0));
        assert_eq!(at_200_percent, Some(360.0 / 660.0));
        assert_eq!(zoom_to_fit(Vec2::new(100.0, 100.0)), Some(SMALLEST_ZOOM));
        assert_eq!(zoom_to_fit(Vec2::ZERO), None, "an unknown size is no reason");
    }
}
