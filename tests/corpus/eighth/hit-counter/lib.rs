use std::cell::UnsafeCell;

/// A global without the static mut warning.
struct Racy<T>(UnsafeCell<T>);

unsafe impl<T> Sync for Racy<T> {}

impl<T> Racy<T> {
    const fn new(value: T) -> Self {
        Racy(UnsafeCell::new(value))
    }

    fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        f(unsafe { &mut *self.0.get() })
    }
}

static HITS: Racy<[u64; 16]> = Racy::new([0; 16]);

#[unsafe(no_mangle)]
pub extern "C" fn hits_record(page: u8) {
    HITS.with(|hits| {
        if let Some(n) = hits.get_mut(usize::from(page)) {
            *n = n.wrapping_add(1);
        }
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn hits_of(page: u8) -> u64 {
    HITS.with(|hits| hits.get(usize::from(page)).copied().unwrap_or(0))
}
