pub mod renderer;

use renderer::Renderer;
use std::sync::mpsc::{channel, Sender};
use std::thread::JoinHandle;

pub enum Command {
    Clear(u32),
    Glyph { x: i32, y: i32, glyph: u32 },
    Quit,
}

pub struct Screen {
    tx: Sender<Command>,
    worker: Option<JoinHandle<u64>>,
}

impl Screen {
    /// Makes the renderer here and draws on a thread of its own.
    pub fn open(width: u32, height: u32) -> Option<Screen> {
        let (tx, rx) = channel();
        let worker = std::thread::spawn(move || {
            let Some(r) = Renderer::new(width, height) else { return 0 };
            let mut drawn = 0u64;
            for command in rx {
                match command {
                    Command::Clear(rgb) => r.clear(rgb),
                    Command::Glyph { x, y, glyph } => {
                        drawn += u64::from(r.glyph(x, y, glyph));
                    }
                    Command::Quit => break,
                }
            }
            drawn
        });
        Some(Screen { tx, worker: Some(worker) })
    }

    pub fn send(&self, command: Command) -> bool {
        self.tx.send(command).is_ok()
    }

    pub fn close(mut self) -> u64 {
        let _ = self.tx.send(Command::Quit);
        self.worker.take().and_then(|w| w.join().ok()).unwrap_or(0)
    }
}
