use std::ptr::NonNull;

#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    Idle = 0,
    Ready = 1,
    Running = 2,
    Done = 3,
}

#[repr(C)]
struct RawPool {
    _p: [u8; 0],
}

extern "C" {
    fn pool_new(tasks: usize) -> *mut RawPool;
    fn pool_free(p: *mut RawPool);
    fn pool_step(p: *mut RawPool);
    fn task_states(p: *const RawPool, out: *mut TaskState, cap: usize) -> usize;
}

struct Pool(NonNull<RawPool>);

impl Pool {
    fn new(tasks: usize) -> Option<Pool> {
        NonNull::new(unsafe { pool_new(tasks) }).map(Pool)
    }

    fn step(&mut self) {
        unsafe { pool_step(self.0.as_ptr()) }
    }

    fn states(&self) -> Vec<TaskState> {
        let mut out = vec![TaskState::Idle; 16];
        let n = unsafe { task_states(self.0.as_ptr(), out.as_mut_ptr(), out.len()) };
        out.truncate(n);
        out
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        unsafe { pool_free(self.0.as_ptr()) }
    }
}

fn main() {
    let Some(mut pool) = Pool::new(5) else { return };
    for _ in 0..3 {
        pool.step();
        println!("{:?}", pool.states());
    }
}
