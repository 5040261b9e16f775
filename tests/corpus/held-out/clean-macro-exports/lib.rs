macro_rules! getter {
    ($name:ident, $ty:ty, $value:expr) => {
        #[no_mangle]
        pub extern "C" fn $name() -> $ty {
            $value
        }
    };
}

getter!(limit_low, u16, 10);
getter!(limit_high, u16, 900);
getter!(limit_ratio, f64, 1.5);
