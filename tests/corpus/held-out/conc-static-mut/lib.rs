use std::ptr::addr_of_mut;

static mut SLOTS: [u32; 4] = [0; 4];

#[no_mangle]
pub extern "C" fn slot_bump(i: u32) -> u32 {
    let slots = unsafe { &mut *addr_of_mut!(SLOTS) };
    match slots.get_mut(i as usize) {
        Some(s) => {
            *s = s.wrapping_add(1);
            *s
        }
        None => 0,
    }
}
