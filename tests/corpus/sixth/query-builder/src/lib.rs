//! Query builder for the embedded store.

mod plan;

pub use plan::Plan;
use plan::Filter;
use std::ffi::{CStr, CString, c_char};

#[derive(Default)]
pub struct Builder {
    table: String,
    filters: Vec<Filter>,
    limit: Option<u32>,
    message: CString,
}

impl Builder {
    fn note(&mut self, text: &str) {
        self.message = CString::new(text.replace('\0', " ")).unwrap_or_default();
    }
}

fn text<'a>(p: *const c_char) -> Option<&'a str> {
    if p.is_null() { None } else { unsafe { CStr::from_ptr(p) }.to_str().ok() }
}

/// # Safety
/// `table` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn query_begin(table: *const c_char) -> Option<Box<Builder>> {
    let table = text(table)?.to_owned();
    Some(Box::new(Builder { table, ..Builder::default() }))
}

/// # Safety
/// `column` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn query_where_eq(b: Option<&mut Builder>, column: *const c_char, value: i64) -> bool {
    let Some(b) = b else { return false };
    match text(column) {
        Some(column) if plan::is_name(column) => {
            b.filters.push(Filter::equal(column, value));
            true
        }
        Some(column) => {
            b.note(&format!("{column:?} is no column"));
            false
        }
        None => {
            b.note("column is not UTF-8");
            false
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn query_limit(b: Option<&mut Builder>, limit: u32) {
    if let Some(b) = b {
        b.limit = Some(limit);
    }
}

/// What went wrong last; good until the builder is used again.
#[unsafe(no_mangle)]
pub extern "C" fn query_message(b: Option<&Builder>) -> *const c_char {
    b.map_or(c"no builder".as_ptr(), |b| b.message.as_ptr())
}

/// Makes the plan. The builder is consumed, whatever the outcome.
#[unsafe(no_mangle)]
pub extern "C" fn query_finish(b: Option<Box<Builder>>) -> Option<Box<Plan>> {
    let b = b?;
    Plan::new(b.table, b.filters, b.limit).map(Box::new)
}

#[unsafe(no_mangle)]
pub extern "C" fn query_abandon(b: Option<Box<Builder>>) {
    drop(b);
}

#[unsafe(no_mangle)]
pub extern "C" fn plan_cost(p: Option<&Plan>) -> u64 {
    p.map_or(u64::MAX, Plan::cost)
}

#[unsafe(no_mangle)]
pub extern "C" fn plan_free(p: Option<Box<Plan>>) {
    drop(p);
}
