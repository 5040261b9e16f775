use std::cell::RefCell;
use std::collections::HashMap;
thread_local! { static SESSIONS: RefCell<HashMap<u64, String>> = RefCell::new(HashMap::new()); }
#[no_mangle]
pub extern "C" fn session_open(id: u64) -> u64 {
    SESSIONS.with_borrow_mut(|all| { all.insert(id, String::new()); });
    id
}
#[no_mangle]
pub extern "C" fn session_len(session: u64) -> usize {
    SESSIONS.with_borrow(|all| all.get(&session).map_or(0, String::len))
}
