//! Price bars of the charting tool.
mod bars;

use bars::{Bar, Tick};

/// Sums ticks into bars of `span` seconds. Returns the number of bars.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bars_build(
    ticks: *const Tick,
    count: usize,
    span: u32,
    out: *mut Bar,
    room: usize,
) -> usize {
    if ticks.is_null() || out.is_null() || span == 0 {
        return 0;
    }
    let ticks = unsafe { std::slice::from_raw_parts(ticks, count) };
    let out = unsafe { std::slice::from_raw_parts_mut(out, room) };
    bars::build(ticks, span, out)
}
