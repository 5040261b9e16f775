mod api {
    #[unsafe(export_name = "time")]
    pub extern "C" fn frame_time(frame: u64) -> u64 {
        frame.wrapping_mul(16)
    }
}
