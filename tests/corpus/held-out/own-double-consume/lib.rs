pub struct Query(String);
pub struct Plan(usize);

#[no_mangle]
pub extern "C" fn query_new() -> *mut Query {
    Box::into_raw(Box::new(Query("select".to_owned())))
}

/// Takes the query.
#[no_mangle]
pub unsafe extern "C" fn query_plan(q: *mut Query) -> *mut Plan {
    if q.is_null() {
        return std::ptr::null_mut();
    }
    let query = Box::from_raw(q);
    Box::into_raw(Box::new(Plan(query.0.len())))
}

#[no_mangle]
pub unsafe extern "C" fn query_free(q: *mut Query) {
    if !q.is_null() {
        drop(Box::from_raw(q));
    }
}

#[no_mangle]
pub unsafe extern "C" fn plan_free(p: *mut Plan) {
    if !p.is_null() {
        drop(Box::from_raw(p));
    }
}
