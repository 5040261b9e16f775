use std::path::Path;
#[repr(C)]
struct Raw { _p: [u8; 0] }
unsafe extern "C" {
    fn hash_start(data: *const u8, len: usize) -> *mut Raw;
    fn hash_done(job: *const Raw) -> bool;
    fn hash_take(job: *mut Raw) -> u64;
}
struct Job(*mut Raw);
impl Job {
    fn of_file(path: &Path) -> std::io::Result<Job> {
        let bytes = std::fs::read(path)?;
        let raw = unsafe { hash_start(bytes.as_ptr(), bytes.len()) };
        if raw.is_null() { Err(std::io::ErrorKind::OutOfMemory.into()) } else { Ok(Job(raw)) }
    }
    fn wait(self) -> u64 {
        while !unsafe { hash_done(self.0) } { std::thread::yield_now(); }
        unsafe { hash_take(self.0) }
    }
}
fn main() -> std::io::Result<()> { println!("{:x}", Job::of_file(Path::new("/etc/hosts"))?.wait()); Ok(()) }
