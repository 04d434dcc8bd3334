package dev.orlop.lexicons;

import dev.orlop.atproto.syntax.Nsid;

/**
 * Every NSID that the code mentions. A name is the NSID in capitals without {@code io.atcr}, {@code
 * com.atproto}, {@code dev.orlop} or {@code app}.
 */
public final class Nsids {
  /** A query. */
  public static final Nsid APPVIEW_GET_STATS = Nsid.parse("io.atcr.appview.getStats");

  /** A query. */
  public static final Nsid APPVIEW_LIST_STATS = Nsid.parse("io.atcr.appview.listStats");

  /** A set of permissions. */
  public static final Nsid AUTH_FULL_APP = Nsid.parse("io.atcr.authFullApp");

  /** A kind of record. */
  public static final Nsid HOLD = Nsid.parse("io.atcr.hold");

  /** A procedure. */
  public static final Nsid HOLD_ABORT_UPLOAD = Nsid.parse("io.atcr.hold.abortUpload");

  /** A kind of record. */
  public static final Nsid HOLD_CAPTAIN = Nsid.parse("io.atcr.hold.captain");

  /** A procedure. */
  public static final Nsid HOLD_COMPLETE_UPLOAD = Nsid.parse("io.atcr.hold.completeUpload");

  /** A kind of record. */
  public static final Nsid HOLD_CREW = Nsid.parse("io.atcr.hold.crew");

  /** A procedure. */
  public static final Nsid HOLD_DELETE_BLOB = Nsid.parse("dev.orlop.hold.deleteBlob");

  /** A procedure. */
  public static final Nsid HOLD_DELETE_REPOSITORY = Nsid.parse("dev.orlop.hold.deleteRepository");

  /** A procedure. */
  public static final Nsid HOLD_DELETE_USER_DATA = Nsid.parse("io.atcr.hold.deleteUserData");

  /** A query. */
  public static final Nsid HOLD_EXPORT_USER_DATA = Nsid.parse("io.atcr.hold.exportUserData");

  /** A kind of record. */
  public static final Nsid HOLD_GC_RECEIPT = Nsid.parse("io.atcr.hold.gcReceipt");

  /** A procedure. */
  public static final Nsid HOLD_GET_PART_UPLOAD_URL = Nsid.parse("io.atcr.hold.getPartUploadUrl");

  /** A query. */
  public static final Nsid HOLD_GET_QUOTA = Nsid.parse("io.atcr.hold.getQuota");

  /** A query. */
  public static final Nsid HOLD_GET_STATS = Nsid.parse("io.atcr.hold.getStats");

  /** A procedure. */
  public static final Nsid HOLD_INITIATE_UPLOAD = Nsid.parse("io.atcr.hold.initiateUpload");

  /** A query. */
  public static final Nsid HOLD_GET_USAGE = Nsid.parse("dev.orlop.hold.getUsage");

  /** A kind of record. */
  public static final Nsid HOLD_LAYER = Nsid.parse("io.atcr.hold.layer");

  /** A query. */
  public static final Nsid HOLD_LIST_STATS = Nsid.parse("io.atcr.hold.listStats");

  /** A query. */
  public static final Nsid HOLD_LIST_TIERS = Nsid.parse("io.atcr.hold.listTiers");

  /** A procedure. */
  public static final Nsid HOLD_NOTIFY_MANIFEST = Nsid.parse("io.atcr.hold.notifyManifest");

  /** A procedure. */
  public static final Nsid HOLD_REQUEST_CREW = Nsid.parse("io.atcr.hold.requestCrew");

  /** A kind of record. */
  public static final Nsid HOLD_SCAN = Nsid.parse("io.atcr.hold.scan");

  /** A kind of record. */
  public static final Nsid HOLD_STATS = Nsid.parse("io.atcr.hold.stats");

  /** Of other servers; no document here. */
  public static final Nsid HOLD_SUBSCRIBE_SCAN_JOBS = Nsid.parse("io.atcr.hold.subscribeScanJobs");

  /** A procedure. */
  public static final Nsid HOLD_UPDATE_CREW_TIER = Nsid.parse("io.atcr.hold.updateCrewTier");

  /** A procedure. */
  public static final Nsid HOLD_UPLOAD_PART = Nsid.parse("io.atcr.hold.uploadPart");

  /** A kind of record. */
  public static final Nsid MANIFEST = Nsid.parse("io.atcr.manifest");

  /** A kind of record. */
  public static final Nsid REPO_PAGE = Nsid.parse("io.atcr.repo.page");

  /** A kind of record. */
  public static final Nsid SAILOR_PROFILE = Nsid.parse("io.atcr.sailor.profile");

  /** A kind of record. */
  public static final Nsid SAILOR_STAR = Nsid.parse("io.atcr.sailor.star");

  /** A kind of record. */
  public static final Nsid TAG = Nsid.parse("io.atcr.tag");

  /** A query. */
  public static final Nsid BSKY_ACTOR_GET_PROFILE = Nsid.parse("app.bsky.actor.getProfile");

  /** A kind of record. */
  public static final Nsid BSKY_ACTOR_PROFILE = Nsid.parse("app.bsky.actor.profile");

  /** A kind of record. */
  public static final Nsid BSKY_FEED_POST = Nsid.parse("app.bsky.feed.post");

  /** A procedure. */
  public static final Nsid ADMIN_DELETE_ACCOUNT = Nsid.parse("com.atproto.admin.deleteAccount");

  /** A procedure. */
  public static final Nsid ADMIN_GC_APPLY = Nsid.parse("dev.orlop.admin.gcApply");

  /** A query. */
  public static final Nsid ADMIN_GC_PLAN = Nsid.parse("dev.orlop.admin.gcPlan");

  /** A procedure. */
  public static final Nsid ADMIN_GC_RESTORE = Nsid.parse("dev.orlop.admin.gcRestore");

  /** A query. */
  public static final Nsid ADMIN_GC_STATUS = Nsid.parse("dev.orlop.admin.gcStatus");

  /** A query. */
  public static final Nsid ADMIN_GET_ACCOUNT_INFO = Nsid.parse("com.atproto.admin.getAccountInfo");

  /** A procedure. */
  public static final Nsid ADMIN_ROTATE_SIGNING_KEY =
      Nsid.parse("dev.orlop.admin.rotateSigningKey");

  /** A procedure. */
  public static final Nsid ADMIN_SCRUB = Nsid.parse("dev.orlop.admin.scrub");

  /** A query. */
  public static final Nsid ADMIN_SCRUB_STATUS = Nsid.parse("dev.orlop.admin.scrubStatus");

  /** A query. */
  public static final Nsid ADMIN_SEARCH_ACCOUNTS = Nsid.parse("com.atproto.admin.searchAccounts");

  /** A procedure. */
  public static final Nsid ADMIN_TELL_AGAIN = Nsid.parse("dev.orlop.admin.tellAgain");

  /** A procedure. */
  public static final Nsid ADMIN_UPDATE_ACCOUNT_PASSWORD =
      Nsid.parse("com.atproto.admin.updateAccountPassword");

  /** A procedure. */
  public static final Nsid ADMIN_UPDATE_SUBJECT_STATUS =
      Nsid.parse("com.atproto.admin.updateSubjectStatus");

  /** A query. */
  public static final Nsid IDENTITY_GET_RECOMMENDED_DID_CREDENTIALS =
      Nsid.parse("com.atproto.identity.getRecommendedDidCredentials");

  /** A procedure. */
  public static final Nsid IDENTITY_REQUEST_PLC_OPERATION_SIGNATURE =
      Nsid.parse("com.atproto.identity.requestPlcOperationSignature");

  /** A query. */
  public static final Nsid IDENTITY_RESOLVE_HANDLE =
      Nsid.parse("com.atproto.identity.resolveHandle");

  /** Of other servers; no document here. */
  public static final Nsid IDENTITY_RESOLVE_IDENTITY =
      Nsid.parse("com.atproto.identity.resolveIdentity");

  /** A procedure. */
  public static final Nsid IDENTITY_SIGN_PLC_OPERATION =
      Nsid.parse("com.atproto.identity.signPlcOperation");

  /** A procedure. */
  public static final Nsid IDENTITY_SUBMIT_PLC_OPERATION =
      Nsid.parse("com.atproto.identity.submitPlcOperation");

  /** A procedure. */
  public static final Nsid IDENTITY_UPDATE_HANDLE = Nsid.parse("com.atproto.identity.updateHandle");

  /** A procedure. */
  public static final Nsid REPO_APPLY_WRITES = Nsid.parse("com.atproto.repo.applyWrites");

  /** A procedure. */
  public static final Nsid REPO_CREATE_RECORD = Nsid.parse("com.atproto.repo.createRecord");

  /** A procedure. */
  public static final Nsid REPO_DELETE_RECORD = Nsid.parse("com.atproto.repo.deleteRecord");

  /** A query. */
  public static final Nsid REPO_DESCRIBE_REPO = Nsid.parse("com.atproto.repo.describeRepo");

  /** A query. */
  public static final Nsid REPO_GET_RECORD = Nsid.parse("com.atproto.repo.getRecord");

  /** A procedure. */
  public static final Nsid REPO_IMPORT_REPO = Nsid.parse("com.atproto.repo.importRepo");

  /** A query. */
  public static final Nsid REPO_LIST_MISSING_BLOBS =
      Nsid.parse("com.atproto.repo.listMissingBlobs");

  /** A query. */
  public static final Nsid REPO_LIST_RECORDS = Nsid.parse("com.atproto.repo.listRecords");

  /** A procedure. */
  public static final Nsid REPO_PUT_RECORD = Nsid.parse("com.atproto.repo.putRecord");

  /** A kind of value. */
  public static final Nsid REPO_STRONG_REF = Nsid.parse("com.atproto.repo.strongRef");

  /** A procedure. */
  public static final Nsid REPO_UPLOAD_BLOB = Nsid.parse("com.atproto.repo.uploadBlob");

  /** A procedure. */
  public static final Nsid SERVER_ACTIVATE_ACCOUNT =
      Nsid.parse("com.atproto.server.activateAccount");

  /** A query. */
  public static final Nsid SERVER_CHECK_ACCOUNT_STATUS =
      Nsid.parse("com.atproto.server.checkAccountStatus");

  /** A procedure. */
  public static final Nsid SERVER_CREATE_ACCOUNT = Nsid.parse("com.atproto.server.createAccount");

  /** A procedure. */
  public static final Nsid SERVER_CREATE_APP_PASSWORD =
      Nsid.parse("com.atproto.server.createAppPassword");

  /** A procedure. */
  public static final Nsid SERVER_CREATE_INVITE_CODE =
      Nsid.parse("com.atproto.server.createInviteCode");

  /** A procedure. */
  public static final Nsid SERVER_CREATE_SESSION = Nsid.parse("com.atproto.server.createSession");

  /** A procedure. */
  public static final Nsid SERVER_DEACTIVATE_ACCOUNT =
      Nsid.parse("com.atproto.server.deactivateAccount");

  /** A procedure. */
  public static final Nsid SERVER_DELETE_ACCOUNT = Nsid.parse("com.atproto.server.deleteAccount");

  /** A procedure. */
  public static final Nsid SERVER_DELETE_SESSION = Nsid.parse("com.atproto.server.deleteSession");

  /** A query. */
  public static final Nsid SERVER_DESCRIBE_SERVER = Nsid.parse("com.atproto.server.describeServer");

  /** A query. */
  public static final Nsid SERVER_GET_SERVICE_AUTH =
      Nsid.parse("com.atproto.server.getServiceAuth");

  /** A query. */
  public static final Nsid SERVER_GET_SESSION = Nsid.parse("com.atproto.server.getSession");

  /** A query. */
  public static final Nsid SERVER_LIST_APP_PASSWORDS =
      Nsid.parse("com.atproto.server.listAppPasswords");

  /** A procedure. */
  public static final Nsid SERVER_REFRESH_SESSION = Nsid.parse("com.atproto.server.refreshSession");

  /** A procedure. */
  public static final Nsid SERVER_REQUEST_ACCOUNT_DELETE =
      Nsid.parse("com.atproto.server.requestAccountDelete");

  /** A procedure. */
  public static final Nsid SERVER_RESERVE_SIGNING_KEY =
      Nsid.parse("com.atproto.server.reserveSigningKey");

  /** A procedure. */
  public static final Nsid SERVER_REVOKE_APP_PASSWORD =
      Nsid.parse("com.atproto.server.revokeAppPassword");

  /** A query. */
  public static final Nsid SYNC_GET_BLOB = Nsid.parse("com.atproto.sync.getBlob");

  /** A query. */
  public static final Nsid SYNC_GET_BLOCKS = Nsid.parse("com.atproto.sync.getBlocks");

  /** Of other servers; no document here. */
  public static final Nsid SYNC_GET_HOST_STATUS = Nsid.parse("com.atproto.sync.getHostStatus");

  /** A query. */
  public static final Nsid SYNC_GET_LATEST_COMMIT = Nsid.parse("com.atproto.sync.getLatestCommit");

  /** A query. */
  public static final Nsid SYNC_GET_RECORD = Nsid.parse("com.atproto.sync.getRecord");

  /** A query. */
  public static final Nsid SYNC_GET_REPO = Nsid.parse("com.atproto.sync.getRepo");

  /** A query. */
  public static final Nsid SYNC_GET_REPO_STATUS = Nsid.parse("com.atproto.sync.getRepoStatus");

  /** A query. */
  public static final Nsid SYNC_LIST_BLOBS = Nsid.parse("com.atproto.sync.listBlobs");

  /** A query. */
  public static final Nsid SYNC_LIST_REPOS = Nsid.parse("com.atproto.sync.listRepos");

  /** Of other servers; no document here. */
  public static final Nsid SYNC_LIST_REPOS_BY_COLLECTION =
      Nsid.parse("com.atproto.sync.listReposByCollection");

  /** A procedure. */
  public static final Nsid SYNC_REQUEST_CRAWL = Nsid.parse("com.atproto.sync.requestCrawl");

  /** A stream. */
  public static final Nsid SYNC_SUBSCRIBE_REPOS = Nsid.parse("com.atproto.sync.subscribeRepos");

  private Nsids() {}
}
