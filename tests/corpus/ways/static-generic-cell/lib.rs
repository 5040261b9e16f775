use std::cell::UnsafeCell;

struct Global<T>(UnsafeCell<T>);

unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    fn get(&self) -> &mut T {
        unsafe { &mut *self.0.get() }
    }
}

static HISTORY: Global<Vec<f32>> = Global(UnsafeCell::new(Vec::new()));

#[no_mangle]
pub extern "C" fn history_add(value: f32) -> usize {
    let all = HISTORY.get();
    all.push(value);
    all.len()
}
