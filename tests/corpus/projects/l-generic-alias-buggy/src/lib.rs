#[repr(C)]
#[derive(Clone, Copy)]
pub struct Pair<T> { pub first: T, pub second: T }
pub type Range = Pair<u32>;
#[repr(C)]
pub struct Query { pub range: Range, pub limit: u16 }
#[no_mangle]
pub extern "C" fn query_width(q: &Query) -> u32 { q.range.second.saturating_sub(q.range.first).min(u32::from(q.limit)) }
