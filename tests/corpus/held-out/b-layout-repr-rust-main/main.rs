pub struct Job {
    pub kind: u8,
    pub id: u64,
    pub prio: u8,
}

#[allow(improper_ctypes)]
extern "C" {
    fn job_cost(job: *const Job) -> u64;
}

fn main() {
    let j = Job { kind: 1, id: 2, prio: 3 };
    println!("{}", unsafe { job_cost(&j) });
}
