use std::rc::Rc;

pub struct Doc {
    text: Rc<str>,
}

#[no_mangle]
pub extern "C" fn doc_new() -> *mut Doc {
    Box::into_raw(Box::new(Doc { text: Rc::from("x") }))
}

#[no_mangle]
pub unsafe extern "C" fn doc_share(d: *const Doc) -> usize {
    let Some(d) = d.as_ref() else { return 0 };
    let other = Rc::clone(&d.text);
    Rc::strong_count(&other)
}

#[no_mangle]
pub unsafe extern "C" fn doc_free(d: *mut Doc) {
    if !d.is_null() {
        drop(Box::from_raw(d));
    }
}
