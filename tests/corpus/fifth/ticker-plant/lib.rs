use std::ffi::c_void;

#[derive(Clone, Copy)]
struct Trade {
    symbol: u32,
    px: i64,
    qty: u64,
}

pub struct Feed {
    pending: Vec<Trade>,
    seen: u64,
}

impl Feed {
    fn decode(&mut self, frame: &[u8]) -> usize {
        let mut n = 0;
        for rec in frame.chunks_exact(20) {
            let (sym, rest) = rec.split_at(4);
            let (px, qty) = rest.split_at(8);
            let (Ok(sym), Ok(px), Ok(qty)) = (sym.try_into(), px.try_into(), qty.try_into()) else {
                continue;
            };
            self.pending.push(Trade {
                symbol: u32::from_le_bytes(sym),
                px: i64::from_le_bytes(px),
                qty: u64::from_le_bytes(qty),
            });
            n += 1;
        }
        n
    }
}

#[no_mangle]
pub extern "C" fn feed_new() -> *mut Feed {
    Box::into_raw(Box::new(Feed { pending: Vec::new(), seen: 0 }))
}

#[no_mangle]
pub unsafe extern "C" fn feed_free(feed: *mut Feed) {
    if !feed.is_null() {
        drop(Box::from_raw(feed));
    }
}

#[no_mangle]
pub unsafe extern "C" fn feed_push(feed: *mut Feed, data: *const u8, len: usize) -> usize {
    let Some(feed) = feed.as_mut() else { return 0 };
    if data.is_null() {
        return 0;
    }
    feed.decode(std::slice::from_raw_parts(data, len))
}

#[no_mangle]
pub unsafe extern "C" fn feed_drain(feed: *mut Feed, cb: Option<unsafe extern "C" fn(*mut c_void, u32, i64, u64)>, user: *mut c_void) -> u64 {
    let (Some(feed), Some(cb)) = (feed.as_mut(), cb) else { return 0 };
    for t in std::mem::take(&mut feed.pending) {
        feed.seen = feed.seen.wrapping_add(1);
        cb(user, t.symbol, t.px, t.qty);
    }
    feed.seen
}
