mod doors;
mod role;

use doors::Door;
use role::Role;

#[no_mangle]
pub extern "C" fn badge_allows(role: u8, door: u16) -> bool {
    let (Some(role), Some(door)) = (Role::from_code(role), Door::find(door)) else {
        return false;
    };
    door.opens_for(role)
}

#[no_mangle]
pub extern "C" fn badge_door_count() -> u16 {
    u16::try_from(doors::DOORS.len()).unwrap_or(u16::MAX)
}
