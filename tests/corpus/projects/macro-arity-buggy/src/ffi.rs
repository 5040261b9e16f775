use crate::Channel;
macro_rules! setter {
    ($name:ident, $field:ident) => {
        #[no_mangle]
        pub unsafe extern "C" fn $name(channel: *mut Channel, value: f32) -> bool {
            match channel.as_mut() {
                Some(c) => { c.$field = value; true }
                None => false,
            }
        }
    };
}
setter!(mixer_set_gain, gain);
setter!(mixer_set_pan, pan);
#[no_mangle]
pub extern "C" fn mixer_channel_new() -> *mut Channel { Box::into_raw(Box::new(Channel { gain: 1.0, pan: 0.0 })) }
#[no_mangle]
pub unsafe extern "C" fn mixer_channel_free(channel: *mut Channel) {
    if !channel.is_null() { drop(Box::from_raw(channel)); }
}
