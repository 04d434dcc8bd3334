package dev.orlop.hold.web;

import dev.orlop.atproto.plc.InvalidPlcOperationException;
import dev.orlop.atproto.plc.PlcClient.PlcException;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Confirmations.Purpose;
import dev.orlop.hold.pds.accounts.Confirmations.Verdict;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Identities;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.lexicons.Nsids;

/** com.atproto.identity: an account's handle, and operations on its DID. */
final class IdentityMethods {
  private final Gate gate;
  private final Hosting hosting;
  private final Registrar registrar;
  private final Identities identities;

  IdentityMethods(Gate gate, Hosting hosting, Registrar registrar, Identities identities) {
    this.gate = gate;
    this.hosting = hosting;
    this.registrar = registrar;
    this.identities = identities;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.IDENTITY_UPDATE_HANDLE, this::updateHandle)
        .query(Nsids.IDENTITY_GET_RECOMMENDED_DID_CREDENTIALS, this::recommended)
        .procedure(
            Nsids.IDENTITY_REQUEST_PLC_OPERATION_SIGNATURE, XrpcInput.NONE, this::requestSignature)
        .procedure(Nsids.IDENTITY_SIGN_PLC_OPERATION, this::sign)
        .procedure(Nsids.IDENTITY_SUBMIT_PLC_OPERATION, this::submit);
  }

  private void updateHandle(XrpcCall call) {
    Account account = hosted(call);
    AccountRefusals.require(registrar.rename(account, Body.handle(call.json(), "handle")));
    call.replyEmpty();
  }

  private void recommended(XrpcCall call) {
    Account account = gate.requireSession(call).account();
    DataMap data = identities.recommended(account).data();
    call.reply(account.did().isPlc() ? data : data.without("rotationKeys"));
  }

  private void requestSignature(XrpcCall call) {
    AccountMethods.askOperator(hosted(call), Purpose.PLC);
    call.replyEmpty();
  }

  private void sign(XrpcCall call) {
    Account account = hosted(call);
    DataMap body = call.json();
    String word = body.text("token").orElseThrow(() -> Body.invalid("A token is required to sign"));
    if (hosting.confirmations().use(account.did(), Purpose.PLC, word) != Verdict.GOOD) {
      throw XrpcError.INVALID_TOKEN.exception("Token is invalid");
    }
    try {
      PlcOperation signed =
          identities.signed(account, state -> PlcState.parse(overlaid(state.data(), body)));
      call.reply(DataMap.builder().put("operation", signed.data()).build());
    } catch (InvalidPlcOperationException e) {
      throw Body.invalid("Not an operation: " + e.getMessage());
    } catch (PlcException e) {
      throw XrpcError.UPSTREAM_FAILURE.exception(String.valueOf(e.getMessage()));
    }
  }

  private static DataMap overlaid(DataMap now, DataMap wanted) {
    DataMap result = now;
    for (String name : now.fields().keySet()) {
      DataValue value = wanted.get(name);
      if (value != null) {
        result = result.with(name, value);
      }
    }
    return result;
  }

  private void submit(XrpcCall call) {
    Account account = hosted(call);
    DataMap operation =
        call.json().map("operation").orElseThrow(() -> Body.invalid("operation must be an object"));
    try {
      AccountRefusals.require(identities.submitFor(account, PlcOperation.parse(operation)));
    } catch (InvalidPlcOperationException e) {
      throw Body.invalid("Not an operation: " + e.getMessage());
    }
    call.replyEmpty();
  }

  private Account hosted(XrpcCall call) {
    Account account = gate.requireOwner(call);
    if (hosting.isOwn(account.did())) {
      throw Body.invalid("The server's own identity follows from its address");
    }
    return account;
  }
}
