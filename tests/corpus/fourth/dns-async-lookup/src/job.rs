use std::sync::mpsc::{channel, Receiver, TryRecvError};

#[derive(Clone, Copy)]
pub enum Outcome {
    Running,
    Found(u32),
    Failed,
}

pub struct Job {
    rx: Receiver<Option<u32>>,
    last: Outcome,
}

fn resolve(name: &[u8]) -> Option<u32> {
    match name {
        b"localhost" => Some(0x7f00_0001),
        n if n.ends_with(b".local") => Some(0x0a00_0000 | n.len() as u32),
        _ => None,
    }
}

impl Job {
    pub fn start(name: Vec<u8>) -> Option<Job> {
        let (tx, rx) = channel();
        std::thread::Builder::new()
            .spawn(move || {
                // The receiver may be gone already.
                let _ = tx.send(resolve(&name));
            })
            .ok()?;
        Some(Job { rx, last: Outcome::Running })
    }

    pub fn poll(&mut self) -> Outcome {
        if let Outcome::Running = self.last {
            self.last = match self.rx.try_recv() {
                Ok(Some(a)) => Outcome::Found(a),
                Ok(None) | Err(TryRecvError::Disconnected) => Outcome::Failed,
                Err(TryRecvError::Empty) => Outcome::Running,
            };
        }
        self.last
    }
}
