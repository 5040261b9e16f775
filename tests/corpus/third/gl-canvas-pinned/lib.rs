//! Thumbnails of the file manager.
mod canvas;

use canvas::Canvas;
use std::thread;

fn checksum(pixels: &[u32]) -> u32 {
    pixels.iter().fold(17, |sum, p| sum.rotate_left(5) ^ p)
}

/// Draws one thumbnail off the interface thread. Returns a checksum, 0 on failure.
#[unsafe(no_mangle)]
pub extern "C" fn thumbnail(color: u32) -> u32 {
    let Some(mut canvas) = Canvas::new(16, 16) else { return 0 };
    let mut pixels = vec![0u32; 256];
    canvas.clear(color);
    let n = canvas.read(&mut pixels);
    let worker = thread::Builder::new().spawn(move || checksum(pixels.get(..n).unwrap_or(&[])));
    worker.ok().and_then(|w| w.join().ok()).unwrap_or(0)
}
