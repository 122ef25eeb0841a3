//! Where a file hangs over the window. The window system tells the window of the file, but not where it is until it
//! falls (winit 0.30): over X11 the pointer itself is asked, on a thread of its own, for as long as a file is there.

use egui::{Context, Pos2};

/// The pointer while files hang over the window.
#[derive(Default)]
pub struct Hover {
    #[cfg(target_os = "linux")]
    asked: Option<x11::Asked>,
}

impl Hover {
    /// Call it every frame. Where the file is, as far as anybody says.
    pub fn follow(&mut self, ctx: &Context) -> Option<Pos2> {
        let raw = |input: &egui::InputState| (!input.raw.hovered_files.is_empty(), !input.raw.dropped_files.is_empty());
        let (hang, fell) = ctx.input(raw);
        if !hang {
            // The thread goes with them; where they fell is asked for in this frame still.
            if !fell {
                *self = Self::default();
            }
            return None;
        }
        self.ask(ctx).or_else(|| ctx.input(|input| input.pointer.latest_pos()))
    }

    /// Where the files were seen last: they have just fallen, and the frame that tells so no longer asks.
    pub fn last(&self) -> Option<Pos2> {
        #[cfg(target_os = "linux")]
        return self.asked.as_ref().and_then(x11::Asked::last);
        #[cfg(not(target_os = "linux"))]
        return None;
    }

    #[cfg(target_os = "linux")]
    fn ask(&mut self, ctx: &Context) -> Option<Pos2> {
        // A window without a place on the screen has no pointer either.
        let window = ctx.input(|input| input.viewport().inner_rect)?;
        let asked = self.asked.get_or_insert_with(|| x11::Asked::start(ctx.clone()));
        asked.place(window, ctx.pixels_per_point())
    }

    #[cfg(not(target_os = "linux"))]
    fn ask(&mut self, _ctx: &Context) -> Option<Pos2> {
        None
    }
}

#[cfg(target_os = "linux")]
mod x11 {
    use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
    use std::time::Duration;

    use egui::{Context, Pos2, Rect};
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::ConnectionExt as _;

    /// Often enough for a well to light up under the hand.
    const PAUSE: Duration = Duration::from_millis(30);

    /// A thread that asks; it ends when this is dropped.
    pub struct Asked {
        places: Receiver<(i16, i16)>,
        last: Option<Pos2>,
        _stop: Sender<()>,
    }

    impl Asked {
        pub fn start(ctx: Context) -> Self {
            let ((tell, places), (_stop, stopped)) = (channel(), channel());
            std::thread::spawn(move || {
                // No X server is no trouble: every well that can take the file is lit then.
                if let Err(why) = ask(&ctx, &tell, &stopped) {
                    tracing::info!(%why, "the pointer cannot be asked");
                }
            });
            Self { places, last: None, _stop }
        }

        pub fn last(&self) -> Option<Pos2> {
            self.last
        }

        /// The pointer in the window's own points.
        pub fn place(&mut self, window: Rect, pixels_per_point: f32) -> Option<Pos2> {
            if let Some((x, y)) = self.places.try_iter().last() {
                let on_screen = Pos2::new(f32::from(x), f32::from(y)) / pixels_per_point;
                self.last = Some(on_screen - window.min.to_vec2());
            }
            self.last
        }
    }

    fn ask(ctx: &Context, tell: &Sender<(i16, i16)>, stopped: &Receiver<()>) -> Result<(), Box<dyn std::error::Error>> {
        let (server, screen) = x11rb::connect(None)?;
        let root = server.setup().roots.get(screen).ok_or("no screen")?.root;
        let mut before = None;
        loop {
            let pointer = server.query_pointer(root)?.reply()?;
            let now = (pointer.root_x, pointer.root_y);
            if before.replace(now) != Some(now) {
                tell.send(now)?;
                ctx.request_repaint();
            }
            match stopped.recv_timeout(PAUSE) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }
}
