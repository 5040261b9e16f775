struct Chunk(*mut u64, usize);
unsafe impl Send for Chunk {}

#[no_mangle]
pub unsafe extern "C" fn square_all(data: *mut u64, len: usize) {
    if data.is_null() {
        return;
    }
    let mut handles = Vec::new();
    let step = len.div_ceil(4).max(1);
    let mut at = 0;
    while at < len {
        let chunk = Chunk(data.add(at), step.min(len - at));
        handles.push(std::thread::spawn(move || {
            let chunk = chunk;
            let items = unsafe { std::slice::from_raw_parts_mut(chunk.0, chunk.1) };
            for item in items {
                *item = item.wrapping_mul(*item);
            }
        }));
        at += step;
    }
    for handle in handles {
        let _ = handle.join();
    }
}
