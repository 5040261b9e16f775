mod ids {
    pub type SessionId = u64;
}
use ids::SessionId as Sid;

#[no_mangle]
pub extern "C" fn session_touch(id: Sid) -> bool {
    id != 0
}
