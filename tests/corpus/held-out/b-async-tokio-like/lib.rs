use std::sync::mpsc::{channel, Sender};
use std::sync::Mutex;

struct Task {
    data: *const u32,
    len: usize,
}
unsafe impl Send for Task {}

static QUEUE: Mutex<Option<Sender<Task>>> = Mutex::new(None);

#[no_mangle]
pub extern "C" fn worker_start() {
    let (tx, rx) = channel::<Task>();
    if let Ok(mut q) = QUEUE.lock() {
        *q = Some(tx);
    }
    std::thread::spawn(move || {
        for task in rx {
            let items = unsafe { std::slice::from_raw_parts(task.data, task.len) };
            eprintln!("{}", items.iter().copied().map(u64::from).sum::<u64>());
        }
    });
}

#[no_mangle]
pub unsafe extern "C" fn worker_submit(data: *const u32, len: usize) -> bool {
    let Ok(q) = QUEUE.lock() else { return false };
    match q.as_ref() {
        Some(tx) => tx.send(Task { data, len }).is_ok(),
        None => false,
    }
}
