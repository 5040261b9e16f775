//! Makes thumbnails on a pool of threads.

mod scale;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

#[derive(Clone, Copy)]
struct Pixels {
    ptr: *const u8,
    width: u32,
    height: u32,
}

// The pixels are only read.
unsafe impl Send for Pixels {}

impl Pixels {
    fn bytes<'a>(self) -> &'a [u8] {
        unsafe { std::slice::from_raw_parts(self.ptr, self.width as usize * self.height as usize) }
    }
}

struct Job {
    id: u32,
    pixels: Pixels,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Thumb {
    pub id: u32,
    pub cells: [u8; 16],
}

pub struct Pool {
    jobs: Option<Sender<Job>>,
    done: Receiver<Thumb>,
    workers: Vec<JoinHandle<()>>,
}

fn work(jobs: &Mutex<Receiver<Job>>, done: &Sender<Thumb>) {
    loop {
        let job = match jobs.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(job) = job else { return };
        let cells = scale::down(job.pixels.bytes(), job.pixels.width, job.pixels.height);
        if done.send(Thumb { id: job.id, cells }).is_err() {
            return;
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn thumb_pool_new(threads: u32) -> Box<Pool> {
    let (jobs, queue) = channel();
    let (results, done) = channel();
    let queue = Arc::new(Mutex::new(queue));
    let spawn = |_| {
        let (queue, results) = (Arc::clone(&queue), results.clone());
        std::thread::Builder::new().spawn(move || work(&queue, &results)).ok()
    };
    let workers = (0..threads.clamp(1, 16)).filter_map(spawn).collect();
    Box::new(Pool { jobs: Some(jobs), done, workers })
}

/// # Safety
/// `pixels` points to `width * height` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thumb_submit(pool: &Pool, id: u32, pixels: *const u8, width: u32, height: u32) -> bool {
    if pixels.is_null() || width < 4 || height < 4 {
        return false;
    }
    let job = Job { id, pixels: Pixels { ptr: pixels, width, height } };
    pool.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
}

/// Waits for one thumbnail.
#[unsafe(no_mangle)]
pub extern "C" fn thumb_wait(pool: &Pool, out: &mut Thumb) -> bool {
    pool.done.recv().map(|t| *out = t).is_ok()
}

#[unsafe(no_mangle)]
pub extern "C" fn thumb_pool_free(pool: Option<Box<Pool>>) {
    let Some(mut pool) = pool else { return };
    pool.jobs = None;
    for w in pool.workers.drain(..) {
        let _ = w.join();
    }
}
