/// Exports the function that ends a boxed handle.
macro_rules! closes {
    ($name:ident, $type:ty) => {
        #[no_mangle]
        pub unsafe extern "C" fn $name(handle: *mut $type) {
            if !handle.is_null() {
                drop(Box::from_raw(handle));
            }
        }
    };
}
