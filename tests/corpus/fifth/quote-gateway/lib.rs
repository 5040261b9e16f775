use std::ffi::c_void;

#[derive(Clone, Copy)]
struct Fill {
    symbol: u32,
    px: i64,
    qty: u64,
}

pub struct Quotes {
    pending: Vec<Fill>,
    seen: u64,
}

impl Quotes {
    fn decode(&mut self, frame: &[u8]) -> usize {
        let mut n = 0;
        for rec in frame.chunks_exact(20) {
            let (sym, rest) = rec.split_at(4);
            let (px, qty) = rest.split_at(8);
            let (Ok(sym), Ok(px), Ok(qty)) = (sym.try_into(), px.try_into(), qty.try_into()) else {
                continue;
            };
            self.pending.push(Fill {
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
pub extern "C" fn quotes_new() -> *mut Quotes {
    Box::into_raw(Box::new(Quotes { pending: Vec::new(), seen: 0 }))
}

#[no_mangle]
pub unsafe extern "C" fn quotes_free(quotes: *mut Quotes) {
    if !quotes.is_null() {
        drop(Box::from_raw(quotes));
    }
}

#[no_mangle]
pub unsafe extern "C" fn quotes_push(quotes: *mut Quotes, data: *const u8, len: usize) -> usize {
    let Some(quotes) = quotes.as_mut() else { return 0 };
    if data.is_null() {
        return 0;
    }
    quotes.decode(std::slice::from_raw_parts(data, len))
}

#[no_mangle]
pub unsafe extern "C" fn quotes_drain(quotes: *mut Quotes, cb: Option<unsafe extern "C" fn(*mut c_void, u32, i64, u64)>, user: *mut c_void) -> u64 {
    let (Some(quotes), Some(cb)) = (quotes.as_mut(), cb) else { return 0 };
    for t in std::mem::take(&mut quotes.pending) {
        quotes.seen = quotes.seen.wrapping_add(1);
        cb(user, t.symbol, t.px, t.qty);
    }
    quotes.seen
}
