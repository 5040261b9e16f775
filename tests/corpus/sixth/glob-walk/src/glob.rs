use std::cell::RefCell;

type OnMatch = extern "C" fn(name: *const u8, len: usize) -> bool;

extern "C" {
    fn glob_each(
        pattern: *const u8,
        pattern_len: usize,
        names: *const u8,
        names_len: usize,
        on_match: OnMatch,
    ) -> usize;
}

struct Collector {
    found: Vec<String>,
    limit: usize,
}

thread_local! {
    static CURRENT: RefCell<Option<Collector>> = const { RefCell::new(None) };
}

extern "C" fn collect(name: *const u8, len: usize) -> bool {
    let bytes = unsafe { std::slice::from_raw_parts(name, len) };
    let name = String::from_utf8_lossy(bytes).into_owned();
    CURRENT.with(|c| match c.try_borrow_mut().as_deref_mut() {
        Ok(Some(c)) if c.found.len() < c.limit => {
            c.found.push(name);
            true
        }
        _ => false,
    })
}

/// At most `limit` lines of `names` that match the pattern.
pub fn glob(pattern: &str, names: &str, limit: usize) -> Vec<String> {
    CURRENT.with(|c| *c.borrow_mut() = Some(Collector { found: Vec::new(), limit }));
    unsafe {
        glob_each(pattern.as_ptr(), pattern.len(), names.as_ptr(), names.len(), collect);
    }
    CURRENT.with(|c| c.borrow_mut().take()).map_or_else(Vec::new, |c| c.found)
}
