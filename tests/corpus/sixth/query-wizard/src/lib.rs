//! Query wizard: a builder that survives a failed finish.

mod plan;

use plan::{Filter, Plan};
use std::ffi::{CStr, CString, c_char};

#[derive(Default)]
pub struct Wizard {
    table: String,
    filters: Vec<Filter>,
    message: CString,
}

impl Wizard {
    fn fail<T>(&mut self, text: impl Into<Vec<u8>>) -> Option<T> {
        let mut text = text.into();
        text.retain(|b| *b != 0);
        self.message = CString::new(text).unwrap_or_default();
        None
    }
}

fn text<'a>(p: *const c_char) -> Option<&'a str> {
    if p.is_null() { None } else { unsafe { CStr::from_ptr(p) }.to_str().ok() }
}

/// # Safety
/// `table` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wizard_new(table: *const c_char) -> Option<Box<Wizard>> {
    let table = text(table)?.to_owned();
    Some(Box::new(Wizard { table, ..Wizard::default() }))
}

/// # Safety
/// `column` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wizard_equal(w: Option<&mut Wizard>, column: *const c_char, value: i64) -> bool {
    let Some(w) = w else { return false };
    match text(column) {
        Some(column) if plan::is_name(column) => {
            w.filters.push(Filter { column: column.to_owned(), value });
            true
        }
        _ => w.fail::<()>("the column is no name").is_some(),
    }
}

/// Why the last call failed; good until the next call with this wizard.
#[unsafe(no_mangle)]
pub extern "C" fn wizard_message(w: Option<&Wizard>) -> *const c_char {
    w.map_or(c"no wizard".as_ptr(), |w| w.message.as_ptr())
}

/// Makes the plan, or keeps the wizard as it was and says why not. The wizard is still the caller's.
#[unsafe(no_mangle)]
pub extern "C" fn wizard_finish(w: Option<&mut Wizard>) -> Option<Box<Plan>> {
    let w = w?;
    if !plan::is_name(&w.table) {
        let why = format!("{:?} is no table", w.table);
        return w.fail(why);
    }
    if let Some(column) = plan::clash(&w.filters) {
        let why = format!("two values for {column}");
        return w.fail(why);
    }
    Some(Box::new(Plan::new(std::mem::take(&mut w.table), std::mem::take(&mut w.filters))))
}

#[unsafe(no_mangle)]
pub extern "C" fn wizard_free(w: Option<Box<Wizard>>) {
    drop(w);
}

#[unsafe(no_mangle)]
pub extern "C" fn wplan_cost(p: Option<&Plan>) -> u64 {
    p.map_or(u64::MAX, Plan::cost)
}

#[unsafe(no_mangle)]
pub extern "C" fn wplan_free(p: Option<Box<Plan>>) {
    drop(p);
}
