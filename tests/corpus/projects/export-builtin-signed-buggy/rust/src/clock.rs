mod sys {
    unsafe extern "C" {
        pub safe fn clk_now_ms() -> u64;
        pub safe fn clk_skew_ms(node: u32) -> u32;
    }
}
pub fn now() -> u64 { sys::clk_now_ms() }
pub fn skew(node: u32) -> u32 { sys::clk_skew_ms(node) }
