use std::collections::VecDeque;
#[derive(Default)]
pub struct Queue { items: VecDeque<u64>, marks: Vec<usize> }
#[unsafe(no_mangle)]
pub extern "C" fn queue_new() -> Box<Queue> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn queue_free(_: Option<Box<Queue>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn queue_push(q: &mut Queue, v: u64) { q.items.push_back(v); }
#[unsafe(no_mangle)]
pub extern "C" fn queue_mark(q: &mut Queue) { q.marks.push(q.items.len()); }
/// Cuts the queue back to the mark.
#[unsafe(no_mangle)]
pub extern "C" fn queue_reset(q: &mut Queue, at: usize) -> u64 {
    let mark = q.marks.swap_remove(at);
    q.items.truncate(mark);
    q.items.back().copied().unwrap_or(0)
}
