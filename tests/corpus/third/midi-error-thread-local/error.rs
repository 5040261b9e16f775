use std::cell::Cell;

thread_local! {
    static LAST: Cell<i32> = const { Cell::new(0) };
}

pub fn set(code: i32) {
    let _ = LAST.try_with(|last| last.set(code));
}

pub fn take() -> i32 {
    LAST.try_with(Cell::take).unwrap_or(0)
}
