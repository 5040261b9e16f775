mod survey;

use std::ptr;
use std::slice;
pub use survey::Survey;

#[unsafe(no_mangle)]
pub extern "C" fn survey_new() -> *mut Survey {
    Box::into_raw(Box::new(Survey::default()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn survey_free(survey: *mut Survey) {
    if !survey.is_null() {
        drop(unsafe { Box::from_raw(survey) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn survey_add(survey: *mut Survey, name: *const u8, len: usize) -> u32 {
    let Some(survey) = (unsafe { survey.as_mut() }) else {
        return u32::MAX;
    };
    if name.is_null() {
        return u32::MAX;
    }
    survey.add(unsafe { slice::from_raw_parts(name, len) })
}

/// Stores up to `cap` ids of plots whose name starts with the prefix, and how
/// many there are in all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn survey_find(
    survey: *const Survey,
    prefix: *const u8,
    prefix_len: usize,
    ids: *mut u32,
    cap: usize,
    total: *mut usize,
) -> bool {
    let Some(survey) = (unsafe { survey.as_ref() }) else {
        return false;
    };
    if prefix.is_null() || ids.is_null() || total.is_null() {
        return false;
    }
    let prefix = unsafe { slice::from_raw_parts(prefix, prefix_len) };
    let hits = survey.starting_with(prefix);
    for (i, id) in hits.iter().take(cap).enumerate() {
        unsafe { ptr::write(ids.add(i), *id) };
    }
    unsafe { total.write(hits.len()) };
    true
}
