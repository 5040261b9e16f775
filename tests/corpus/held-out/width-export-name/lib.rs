pub mod checksum {
    #[unsafe(export_name = "adler_final")]
    pub extern "C" fn finish(state: u32) -> u16 {
        (state & 0xffff) as u16
    }
}
