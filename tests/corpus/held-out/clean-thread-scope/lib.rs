#[no_mangle]
pub unsafe extern "C" fn scale_all(data: *mut f32, len: usize, by: f32) {
    if data.is_null() || len == 0 {
        return;
    }
    let items = std::slice::from_raw_parts_mut(data, len);
    let half = items.len() / 2;
    let (left, right) = items.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(move || left.iter_mut().for_each(|v| *v *= by));
        right.iter_mut().for_each(|v| *v *= by);
    });
}
