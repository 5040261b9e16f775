use std::net::UdpSocket;
use std::sync::mpsc::{channel, Sender};
use std::sync::OnceLock;
use std::thread;

struct Packet {
    ptr: *const u8,
    len: usize,
}

// SAFETY: only read by the sender thread
unsafe impl Send for Packet {}

impl Packet {
    fn bytes(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.ptr, self.len) }
    }
}

static QUEUE: OnceLock<Option<Sender<Packet>>> = OnceLock::new();

fn start() -> Option<Sender<Packet>> {
    let socket = UdpSocket::bind("127.0.0.1:0").ok()?;
    socket.connect("127.0.0.1:8125").ok()?;
    let (tx, rx) = channel::<Packet>();
    thread::Builder::new()
        .name("telemetry".into())
        .spawn(move || {
            for p in rx {
                let _ = socket.send(p.bytes());
            }
        })
        .ok()?;
    Some(tx)
}

/// Queues one packet. Does not wait.
#[no_mangle]
pub unsafe extern "C" fn telemetry_send(data: *const u8, len: usize) -> bool {
    if data.is_null() || len == 0 {
        return false;
    }
    match QUEUE.get_or_init(start) {
        Some(tx) => tx.send(Packet { ptr: data, len }).is_ok(),
        None => false,
    }
}

#[no_mangle]
pub extern "C" fn telemetry_ready() -> bool {
    QUEUE.get_or_init(start).is_some()
}
