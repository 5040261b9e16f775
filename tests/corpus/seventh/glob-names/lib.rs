use std::slice;

fn matches(mut pattern: &[u8], mut text: &[u8]) -> bool {
    let mut retry: Option<(&[u8], &[u8])> = None;
    loop {
        match (pattern.split_first(), text.split_first()) {
            (Some((b'*', rest)), _) => {
                retry = Some((rest, text));
                pattern = rest;
            }
            (Some((p, ps)), Some((t, ts))) if *p == b'?' || p == t => {
                pattern = ps;
                text = ts;
            }
            (None, None) => return true,
            _ => match retry {
                Some((p, t)) => {
                    let Some((_, ts)) = t.split_first() else { return false };
                    retry = Some((p, ts));
                    pattern = p;
                    text = ts;
                }
                None => return false,
            },
        }
    }
}

unsafe fn bytes<'a>(p: *const u8, len: usize) -> &'a [u8] {
    if p.is_null() || len == 0 { &[] } else { unsafe { slice::from_raw_parts(p, len) } }
}

#[unsafe(export_name = "glob1_match")]
pub unsafe extern "C" fn match_v1(pattern: *const u8, plen: usize, text: *const u8, tlen: usize) -> bool {
    unsafe { matches(bytes(pattern, plen), bytes(text, tlen)) }
}

#[unsafe(export_name = "glob1_has_magic")]
pub unsafe extern "C" fn has_magic(pattern: *const u8, plen: usize) -> bool {
    unsafe { bytes(pattern, plen) }.iter().any(|b| matches!(b, b'*' | b'?'))
}
