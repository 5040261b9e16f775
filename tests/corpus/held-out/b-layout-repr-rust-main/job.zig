const Job = extern struct { kind: u8, id: u64, prio: u8 };

export fn job_cost(job: *const Job) u64 {
    return job.id *% job.prio;
}
