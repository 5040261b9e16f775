use std::thread;

unsafe extern "C" {
    fn pool_intern(name: *const u8, len: usize) -> i64;
    fn pool_copy(id: i64, out: *mut u8, cap: usize) -> usize;
    fn pool_clear();
}

fn intern(name: &str) -> Option<i64> {
    let id = unsafe { pool_intern(name.as_ptr(), name.len()) };
    (id >= 0).then_some(id)
}

fn text(id: i64) -> String {
    let mut buf = [0u8; 32];
    let n = unsafe { pool_copy(id, buf.as_mut_ptr(), buf.len()) };
    String::from_utf8_lossy(buf.get(..n).unwrap_or(&[])).into_owned()
}

fn main() {
    let workers: Vec<_> = (0..4)
        .map(|w| {
            thread::spawn(move || {
                let ids = (0..50).map(|i| intern(&format!("name{}", (i + w) % 20)));
                ids.flatten().map(text).collect::<Vec<_>>()
            })
        })
        .collect();
    for w in workers {
        if let Ok(names) = w.join() {
            println!("{} names, the first is {:?}", names.len(), names.first());
        }
    }
    unsafe { pool_clear() };
}
