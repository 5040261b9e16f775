use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};

static TICKETS: AtomicU64 = AtomicU64::new(0);
static NAMES: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static TABLE: [u32; 4] = [1, 3, 5, 7];
static LIMIT: OnceLock<u32> = OnceLock::new();
static RATES: LazyLock<RwLock<Vec<f64>>> = LazyLock::new(|| RwLock::new(vec![1.0]));
static GATE: Mutex<()> = Mutex::new(());
static mut SCRATCH: [u32; 8] = [0; 8];

std::thread_local! {
    static DEPTH: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[no_mangle]
pub extern "C" fn next_ticket() -> u64 {
    DEPTH.set(DEPTH.get() + 1);
    TICKETS.fetch_add(1, Ordering::Relaxed)
}

#[no_mangle]
pub extern "C" fn names_add(name: u32) -> bool {
    let limit = *LIMIT.get_or_init(|| 10);
    NAMES.lock().is_ok_and(|mut names| {
        names.push(name % limit);
        true
    })
}

#[no_mangle]
pub extern "C" fn table_at(index: u8) -> u32 {
    TABLE.get(usize::from(index)).copied().unwrap_or(0)
}

#[no_mangle]
pub extern "C" fn rate(index: usize) -> f64 {
    RATES.read().ok().and_then(|rates| rates.get(index).copied()).unwrap_or(0.0)
}

/// Every use of `SCRATCH` holds `GATE`.
#[no_mangle]
pub extern "C" fn scratch_sum(value: u32) -> u32 {
    let Ok(_gate) = GATE.lock() else { return 0 };
    unsafe {
        SCRATCH[0] = SCRATCH[0].wrapping_add(value);
        SCRATCH[0]
    }
}
