//! Opening the native window.

use std::sync::Arc;

use eframe::{EventLoopBuilderHook, NativeOptions, Renderer};
use egui::{IconData, ViewportBuilder};

use super::app::App;
use super::theme;
use crate::engine::{DisplayServer, Engine};
use crate::model::Language;

const ICON: &[u8] = include_bytes!("../../assets/icon.png");
const SIZE: [f32; 2] = [1280.0, 800.0];
const MIN_SIZE: [f32; 2] = [960.0, 600.0];

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
